import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { cached } from "../../ops/checkout.js";
import { checksumOf } from "../../scripts/checksum.js";
import { fetchJars } from "../../scripts/jars.js";
import { type Entry, fileEntry } from "./layer.js";

/** The run-time jars of a committed pom.xml, placed under `path`; fetched once per content of the pom. */
export async function jarEntries(
  pom: string,
  path: string,
  onLine: (line: string) => void,
): Promise<Entry[]> {
  const folder = cached("images", "parts", `jars-${(await checksumOf([pom])).slice(0, 12)}`);
  await fetchJars(pom, folder, onLine);
  const jars = (await readdir(folder)).filter((name) => name.endsWith(".jar"));
  return Promise.all(jars.map((jar) => fileEntry(`${path}/${jar}`, join(folder, jar))));
}
