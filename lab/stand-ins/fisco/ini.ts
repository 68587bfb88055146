/** Sections of an INI file: section → key → value, in the file's order. */
export type Ini = ReadonlyMap<string, ReadonlyMap<string, string>>;

/**
 * Reads an INI file as FISCO BCOS does (boost property_tree): `;` and `#` begin a comment line, keys belong to the
 * section above them, nothing is given twice.
 * @param name of the file, for messages
 * @throws Error naming file and line
 */
export function parseIni(name: string, text: string): Ini {
  const sections = new Map<string, Map<string, string>>();
  let current: Map<string, string> | undefined;
  for (const [index, raw] of text.split("\n").entries()) {
    const at = `${name}:${index + 1}`;
    const line = raw.trim();
    if (line === "" || line.startsWith(";") || line.startsWith("#")) continue;
    const section = /^\[([A-Za-z0-9_]+)\]$/.exec(line)?.[1];
    if (section !== undefined) {
      if (sections.has(section)) throw new Error(`${at}: section [${section}] is given twice`);
      current = new Map();
      sections.set(section, current);
      continue;
    }
    const [, key, value] = /^([A-Za-z0-9_.]+)\s*=\s*(.*)$/.exec(line) ?? [];
    if (key === undefined || value === undefined)
      throw new Error(`${at}: neither section, key nor comment: ${line}`);
    if (!current) throw new Error(`${at}: ${key} stands before any section`);
    if (current.has(key)) throw new Error(`${at}: ${key} is given twice`);
    current.set(key, value);
  }
  return sections;
}
