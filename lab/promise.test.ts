import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { source } from "../ops/checkout.js";
import { parsePromise, promiseEnvironment, promiseOf, promiseText } from "./promise.js";

test("a promise is read, written in one order and handed to the host in KiB", () => {
  const promised = parsePromise("disk=300GiB,cpus=8,memory=32768MiB");
  expect(promised).toEqual({ cpus: 8, memory: "32GiB", disk: "300GiB" });
  expect(promiseText(promised)).toBe("cpus=8,memory=32GiB,disk=300GiB");
  expect(promiseOf(promiseText(promised))).toEqual(promised);
  expect(promiseEnvironment(promised)).toEqual([
    "LAB_PROMISE_CPUS=8",
    "LAB_PROMISE_MEMORY_KIB=33554432",
    "LAB_PROMISE_DISK_KIB=314572800",
  ]);
});

test("what is left out is not promised", () => {
  expect(promiseText(parsePromise("cpus=8"))).toBe("cpus=8");
  expect(promiseEnvironment(promiseOf(""))).toEqual([]);
});

test.each(["", "cpus", "cpus=0", "cpus=8,cpus=9", "memory=32", "memory=32G", "disk=1KiB", "swap=1GiB"])(
  "--promise %j is refused",
  (text) => {
    expect(() => parsePromise(text)).toThrow("--promise");
  },
);

/** Runs the host's script with its paths in a folder. */
function host(real: string) {
  const folder = mkdtempSync(join(tmpdir(), "lab-promise-"));
  mkdirSync(join(folder, "bin"));
  writeFileSync(join(folder, "real-df"), `#!/bin/sh\ncat <<'END'\n${real}END\n`, { mode: 0o755 });
  execFileSync("sh", [source("lab", "host", "promise.sh")], {
    env: {
      ...process.env,
      LAB_PROMISE_BIN: join(folder, "bin"),
      LAB_PROMISE_DF: join(folder, "real-df"),
      LAB_PROMISE_MEMINFO: join(folder, "meminfo"),
      LAB_PROMISE_CPUS: "8",
      LAB_PROMISE_MEMORY_KIB: "33554432",
      LAB_PROMISE_DISK_KIB: "314572800",
    },
  });
  const said = (program: string, ...args: string[]) =>
    execFileSync(join(folder, "bin", program), args, { encoding: "utf8" });
  return { said, meminfo: readFileSync(join(folder, "meminfo"), "utf8") };
}

const header = "Filesystem 1024-blocks Used Available Capacity Mounted on\n";

test("a host says the promised processors, memory and disk where programs look", () => {
  const { said, meminfo } = host(`${header}/dev/vda 100000 40000 60000 40% /\n`);
  expect(said("nproc")).toBe("8\n");
  expect(meminfo).toMatch(/^MemTotal: +33554432 kB$/m);
  expect(said("df", "-Pk", "/var/lib/docker")).toBe(`${header}/dev/vda 314572800 3145728 311427072 1% /\n`);
});

test("a disk that is nearly full says so, whatever is promised", () => {
  const { said } = host(`${header}/dev/vda 100000 97000 3000 97% /\n`);
  expect(said("df", "-Pk", "/var/lib/docker")).toBe(`${header}/dev/vda 100000 97000 3000 97% /\n`);
});
