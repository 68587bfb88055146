import type { Ini } from "./ini.js";

/** What a value of an INI file may be; returns what is wrong with it, or undefined. */
export type Check = (value: string) => string | undefined;

/** One key: how its value is checked and whether the file must have it. */
export interface Setting {
  readonly check: Check;
  readonly presence: "required" | "optional";
}

/** Known keys of each section. A key ending in `.N` stands for `….0`, `….1`, … */
export type Settings = Readonly<Record<string, Readonly<Record<string, Setting>>>>;

/** The key must be there. */
export const required = (check: Check): Setting => ({ check, presence: "required" });
/** The key may be left out. */
export const optional = (check: Check): Setting => ({ check, presence: "optional" });

/** `true` or `false`. */
export const flag: Check = (value) => (/^(true|false)$/.test(value) ? undefined : "is not true or false");
/** Anything but nothing. */
export const text: Check = (value) => (value === "" ? "is empty" : undefined);
/** Anything, also nothing. */
export const anything: Check = () => undefined;
/** One of some words. */
export const oneOf =
  (...words: readonly string[]): Check =>
  (value) =>
    words.includes(value) ? undefined : `is none of ${words.join(", ")}`;
/** A whole number of a range. */
export const whole =
  (least: number, most = Number.MAX_SAFE_INTEGER): Check =>
  (value) =>
    /^\d{1,16}$/.test(value) && Number(value) >= least && Number(value) <= most
      ? undefined
      : `is not a whole number of ${least} to ${most}`;
/** A port as the node takes it, which finds 1024 too small (FISCO-BCOS libinitializer/Common.h: isValidPort). */
export const port: Check = whole(1025, 65535);
/** An IPv4 address. */
export const address: Check = (value) =>
  /^(\d{1,3})(\.\d{1,3}){3}$/.test(value) && value.split(".").every((part) => Number(part) < 256)
    ? undefined
    : "is not an IPv4 address";
/** `host:port` with a name or an address. */
export const endpoint: Check = (value) => {
  const [, , digits] = /^([A-Za-z0-9][A-Za-z0-9.-]*):(\d+)$/.exec(value) ?? [];
  return digits === undefined ? "is not host:port" : port(digits);
};
/** A node id: the public key, 128 hex digits. */
export const nodeId: Check = (value) =>
  /^[0-9a-f]{128}$/.test(value) ? undefined : "is not a node id of 128 hex digits";

/** Every finding about a file: unknown sections and keys, missing ones, values that cannot be. */
export function findings(name: string, ini: Ini, settings: Settings): string[] {
  const found: string[] = [];
  for (const [section, keys] of ini) {
    const known = settings[section];
    if (!known) {
      found.push(`${name}: section [${section}] is not known`);
      continue;
    }
    for (const [key, value] of keys) {
      const setting = known[key] ?? known[key.replace(/\.\d+$/, ".N")];
      const wrong = setting ? setting.check(value) : "is not known";
      if (wrong !== undefined)
        found.push(`${name}: [${section}] ${key}${setting ? `=${value}` : ""} ${wrong}`);
    }
  }
  for (const [section, keys] of Object.entries(settings))
    for (const [key, { presence }] of Object.entries(keys))
      if (presence === "required" && !ini.get(section)?.has(key))
        found.push(`${name}: [${section}] ${key} is missing`);
  return found;
}

/** Checks a file. @throws Error with every finding, one a line */
export function requireSettings(name: string, ini: Ini, settings: Settings): void {
  const found = findings(name, ini, settings);
  if (found.length > 0) throw new Error(found.join("\n"));
}

/** A value or its default. Call after {@link requireSettings}. */
export function setting(ini: Ini, section: string, key: string, otherwise = ""): string {
  return ini.get(section)?.get(key) ?? otherwise;
}

/** Values of `prefix.0`, `prefix.1`, … by their number. */
export function numbered(ini: Ini, section: string, prefix: string): string[] {
  return [...(ini.get(section) ?? [])]
    .filter(([key]) => key.startsWith(`${prefix}.`))
    .sort(([one], [other]) => Number(one.split(".").at(-1)) - Number(other.split(".").at(-1)))
    .map(([, value]) => value);
}
