import { quote } from "../../hosts/ssh/quote.js";
import { sha256 } from "../sha256.js";

/** What a script leaves on a server about itself, so that a later look can tell whether it still holds. */
export interface Stamp {
  /** Hash of the script, by which a server tells which one ran last. */
  readonly script: string;
  /** Files it wrote: path → content. */
  readonly files?: Readonly<Record<string, string>>;
  /** Packages it held at their version. */
  readonly holds?: readonly string[];
}

/** Folder of a stack's stamps on every server. */
export function stampFolder(stack: string, root = ""): string {
  return `${root}/var/lib/consortium/${stack}/stamps`;
}

/**
 * Shell that writes a stamp whole or not at all; the folder must be there. Everything in it is known before it runs.
 * @param name the stamp's file, e.g. `prepare`.
 */
export function writeStamp(folder: string, name: string, { script, files = {}, holds = [] }: Stamp): string {
  const lines = [
    `script ${script}`,
    ...Object.entries(files).map(([path, content]) => `file ${sha256(content)} ${path}`),
    ...holds.map((one) => `held ${one}`),
  ];
  const file = quote(`${folder}/${name}`);
  return [`printf '%s\\n' ${lines.map(quote).join(" ")} >${file}.$$`, `mv ${file}.$$ ${file}`].join("\n");
}

/** The hash that a script's text will stamp under a name; none when it stamps nothing. */
export function stampOf(script: string, name: string): string | undefined {
  // What writeStamp wrote: the hash and the file it goes to stand in one line.
  const line = script
    .split("\n")
    .find(
      (one) => one.startsWith("printf ") && (one.endsWith(`/${name}'.$$`) || one.endsWith(`/${name}.$$`)),
    );
  return line === undefined ? undefined : /'script ([0-9a-f]{64})'/.exec(line)?.[1];
}
