/** Values of a Java properties file. */
export type Properties = ReadonlyMap<string, string>;

/**
 * Reads a Java properties file: `key=value` or `key: value`, `#` and `!` begin comments, a backslash at the end goes on
 * in the next line. Of a key given twice the last one counts, as in Java.
 */
export function parseProperties(text: string): Properties {
  const values = new Map<string, string>();
  const lines = text.replace(/\\\r?\n\s*/g, "").split(/\r?\n/);
  for (const raw of lines) {
    const line = raw.trim();
    if (line === "" || line.startsWith("#") || line.startsWith("!")) continue;
    const [, key = line, value = ""] = /^([^=:\s]+)\s*[=:\s]\s*(.*)$/.exec(line) ?? [];
    values.set(key, value);
  }
  return values;
}

/** What is wrong with the values: keys that are missing or empty, and Spring's placeholders, which are not played. */
export function missing(properties: Properties, keys: readonly string[]): string[] {
  return keys.flatMap((key) => {
    const value = properties.get(key);
    if (value === undefined) return [`${key} is missing`];
    if (value === "") return [`${key} is empty`];
    return value.includes("${") ? [`${key}=${value}: a placeholder that nobody filled`] : [];
  });
}
