import { rm, stat } from "node:fs/promises";
import { run } from "../hosts/process.js";

/** Pinned, so that no other version is looked up. */
const copyDependencies = "org.apache.maven.plugins:maven-dependency-plugin:3.6.0:copy-dependencies";

/**
 * Fetches the run-time jars of a committed pom.xml into a folder, unless it is there.
 * @param properties of the pom that are to have another value
 */
export async function fetchJars(
  pom: string,
  folder: string,
  onLine: (line: string) => void,
  properties: Readonly<Record<string, string>> = {},
): Promise<void> {
  if (await stat(folder).catch(() => undefined)) return;
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
      ...Object.entries(properties).map(([name, value]) => `-D${name}=${value}`),
    ],
    { onLine, timeoutSeconds: 900 },
  );
  await run(["mv", partial, folder]);
}
