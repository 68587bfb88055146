import { isObject, type Props, type Value } from "./values.js";

/** Reads typed fields of revealed properties; absent, null and unset are the same. */
export class Fields {
  readonly #props: Props;
  readonly #path: string;

  constructor(props: Props, path = "") {
    this.#props = props;
    this.#path = path;
  }

  has(key: string): boolean {
    return this.raw(key) !== undefined;
  }

  raw(key: string): Value | undefined {
    return this.#props[key] ?? undefined;
  }

  text(key: string): string | undefined {
    const value = this.raw(key);
    if (value === undefined || typeof value === "string") return value;
    if (typeof value === "number" || typeof value === "boolean") return String(value);
    throw this.#wrong(key, "a string");
  }

  /** A text that must be there. */
  need(key: string): string {
    const value = this.text(key);
    if (value === undefined || value === "") throw new Error(`${this.#path}${key} is missing`);
    return value;
  }

  number(key: string): number | undefined {
    const value = this.raw(key);
    if (value === undefined || typeof value === "number") return value;
    if (typeof value === "string" && value.trim() !== "" && Number.isFinite(Number(value)))
      return Number(value);
    throw this.#wrong(key, "a number");
  }

  flag(key: string): boolean | undefined {
    const value = this.raw(key);
    if (value === undefined || typeof value === "boolean") return value;
    if (value === "true" || value === "false") return value === "true";
    throw this.#wrong(key, "true or false");
  }

  texts(key: string): string[] | undefined {
    const value = this.raw(key);
    if (value === undefined) return undefined;
    if (!Array.isArray(value)) throw this.#wrong(key, "a list");
    return value.map((item: Value) => {
      if (typeof item === "string") return item;
      if (typeof item === "number" || typeof item === "boolean") return String(item);
      throw this.#wrong(key, "a list of strings");
    });
  }

  textMap(key: string): Record<string, string> | undefined {
    const value = this.raw(key);
    if (value === undefined) return undefined;
    if (!isObject(value)) throw this.#wrong(key, "a map");
    return Object.fromEntries(
      Object.entries(value)
        .filter(([, item]) => item !== null)
        .map(([name, item]) => [name, String(item)]),
    );
  }

  object(key: string): Fields | undefined {
    const value = this.raw(key);
    if (value === undefined) return undefined;
    if (!isObject(value)) throw this.#wrong(key, "an object");
    return new Fields(value, `${this.#path}${key}.`);
  }

  objects(key: string): Fields[] {
    const value = this.raw(key);
    if (value === undefined) return [];
    if (!Array.isArray(value)) throw this.#wrong(key, "a list");
    return value.map((item: Value, index: number) => {
      if (!isObject(item)) throw this.#wrong(key, "a list of objects");
      return new Fields(item, `${this.#path}${key}[${index}].`);
    });
  }

  #wrong(key: string, wanted: string): Error {
    return new Error(`${this.#path}${key} must be ${wanted}`);
  }
}
