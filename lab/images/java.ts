import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { checksumOf } from "../../scripts/checksum.js";
import { cached } from "../../scripts/paths.js";
import { run } from "../../scripts/process.js";
import { type Entry, fileEntry } from "./layer.js";

/** Pinned, so that no other version is looked up. */
const copyDependencies = "org.apache.maven.plugins:maven-dependency-plugin:3.6.0:copy-dependencies";

/** The run-time jars of a committed pom.xml, placed under `path`; fetched once per content of the pom. */
export async function jarEntries(
  pom: string,
  path: string,
  onLine: (line: string) => void,
): Promise<Entry[]> {
  const folder = cached("images", "parts", `jars-${(await checksumOf([pom])).slice(0, 12)}`);
  if (!(await stat(folder).catch(() => undefined))) {
    const partial = `${folder}.partial`;
    await rm(partial, { recursive: true, force: true });
    await run(
      [
        "mvn",
        "--batch-mode",
        "--no-transfer-progress",
        "-Dstyle.color=never",
        "--file",
        pom,
        copyDependencies,
        "-DincludeScope=runtime",
        `-DoutputDirectory=${partial}`,
      ],
      { onLine, timeoutSeconds: 900 },
    );
    await run(["mv", partial, folder]);
  }
  const jars = (await readdir(folder)).filter((name) => name.endsWith(".jar"));
  return Promise.all(jars.map((jar) => fileEntry(`${path}/${jar}`, join(folder, jar))));
}
