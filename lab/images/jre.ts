import { readFile, realpath, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { attempt, run } from "../../hosts/process.js";
import { cached } from "../../ops/checkout.js";
import { filesUnder } from "../../scripts/checksum.js";
import { sha256 } from "../../topology/sha256.js";
import { type Entry, folderEntries } from "./layer.js";

/** Modules that Kafka and ZooKeeper load, found by running them. */
const modules = [
  "java.base",
  "java.instrument",
  "java.logging",
  "java.management",
  "java.management.rmi",
  "java.naming",
  "java.rmi",
  "java.security.jgss",
  "java.security.sasl",
  "java.sql",
  "java.xml",
  "jdk.crypto.ec",
  "jdk.management",
  "jdk.management.agent",
  "jdk.naming.dns",
  "jdk.unsupported",
  "jdk.zipfs",
];

/** A small Java runtime under /opt/java with the C libraries it loads. Made by jlink once per JDK version. */
export async function jreEntries(onLine: (line: string) => void): Promise<Entry[]> {
  const version = await attempt(["jlink", "--version"]);
  if (version.code !== 0) throw new Error("no jlink. Run: apt-get install openjdk-17-jdk-headless");
  const folder = cached("images", "parts", `jre-${sha256(version.stdout + modules.join()).slice(0, 12)}`);
  if (!(await stat(join(folder, "bin", "java")).catch(() => undefined))) {
    await rm(folder, { recursive: true, force: true });
    onLine("jlink");
    await run([
      "jlink",
      `--add-modules=${modules.join(",")}`,
      "--strip-debug",
      "--no-header-files",
      "--no-man-pages",
      `--output=${folder}`,
    ]);
  }
  return [...(await folderEntries("/opt/java", folder)), ...(await libraryEntries(folder))];
}

/** The shared libraries the runtime and Kafka's native parts need, at the places the loader looks. */
async function libraryEntries(folder: string): Promise<Entry[]> {
  const objects = (await filesUnder(folder)).filter((file) => file.endsWith(".so") || file === "bin/java");
  const listing = await run(["ldd", ...objects.map((file) => join(folder, file))]);
  const needed = new Set(
    [...listing.matchAll(/(?:=> |^\s+)(\/(?:usr\/)?lib[^\s]*\/[^\s/]+) \(/gm)].map(([, path]) => path ?? ""),
  );
  for (const path of [...needed].filter((candidate) => candidate.startsWith(folder))) needed.delete(path);
  const c = [...needed].find((path) => path.endsWith("/libc.so.6"));
  if (c === undefined)
    throw new Error("ldd names no libc for the Java runtime: lab images need a glibc system");
  // Loaded by name at run time: name service modules, and libstdc++ for the native parts of jars.
  for (const name of [
    "libnss_files.so.2",
    "libnss_dns.so.2",
    "libresolv.so.2",
    "libstdc++.so.6",
    "libgcc_s.so.1",
    "libm.so.6",
    "librt.so.1",
  ]) {
    needed.add(c.replace("libc.so.6", name));
  }
  const entries = await Promise.all(
    [...needed].map(async (path): Promise<Entry[]> => {
      const real = await realpath(path).catch(() => undefined);
      return real === undefined ? [] : [{ kind: "file", path, mode: 0o755, content: await readFile(real) }];
    }),
  );
  return entries.flat();
}
