/** A section of an INI file: its keys in order. A section may be empty. */
export type IniSection = readonly (readonly [key: string, value: string | number | boolean])[];

/** An INI file as Boost's property tree reads it: each section and each key of it once. */
export function iniText(sections: Readonly<Record<string, IniSection>>): string {
  return Object.entries(sections)
    .map(([name, keys]) => [`[${name}]`, ...keys.map(([key, value]) => `${key}=${value}`), ""].join("\n"))
    .join("\n");
}
