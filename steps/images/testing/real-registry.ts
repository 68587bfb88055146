import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { hash } from "bcryptjs";
import { registryMaterial } from "../../../topology/images/registry.js";
import type { PlannedService } from "../../../topology/model/service.js";
import { serverIdentity } from "./certificates.js";
import type { TestRegistry } from "./registry-double.js";

/** The CNCF registry as the set-up builds it, when it has. */
export const registryBinary = fileURLToPath(new URL("../../../.cache/tools/bin/registry", import.meta.url));
export const hasRegistryBinary = existsSync(registryBinary);

/**
 * Runs the registry on loopback with the configuration and files of the planned service, moved into a directory of
 * the test. It may still be starting when this returns.
 */
export async function realRegistry(
  service: PlannedService,
): Promise<TestRegistry & { readonly log: () => string }> {
  const directory = await mkdtemp(join(tmpdir(), "registry-"));
  const port = await freePort();
  const identity = await serverIdentity("127.0.0.1");
  const password = "canary-password";
  const contents: Record<string, string> = {
    [registryMaterial.certificate]: identity.certificate,
    [registryMaterial.key]: identity.key,
    [registryMaterial.htpasswd]: `consortium:${await hash(password, 5)}\n`,
  };
  const [data] = service.volumes;
  const [listen] = service.ports;
  const here = (text: string) =>
    text
      .replaceAll("/etc/consortium-registry", directory)
      .replaceAll(data?.path ?? "", join(directory, "data"))
      .replaceAll(`${listen?.address}:${listen?.port}`, `127.0.0.1:${port}`);
  for (const { path, source } of service.files) {
    const content = source.kind === "text" ? here(source.text) : contents[source.name];
    await writeFile(here(path), content ?? "");
  }
  const child = spawn(registryBinary, service.command.map(here), { env: { ...process.env, ...service.env } });
  let log = "";
  const collect = (chunk: Buffer) => {
    log += chunk.toString();
  };
  child.stdout.on("data", collect);
  child.stderr.on("data", collect);
  return {
    port,
    caCertificate: identity.caCertificate,
    username: "consortium",
    password,
    log: () => log,
    async close() {
      const ended = new Promise((resolve) => child.once("exit", resolve));
      if (child.exitCode === null && child.kill()) await ended;
      await rm(directory, { recursive: true });
    },
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
