import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { stackSchema } from "../../config/schema.js";
import { readArchive } from "../../packages/images/archive.js";
import { sampleConfig, writeLegacyArchive } from "../../packages/images/testing/archives.js";
import { planNetwork } from "../../topology/plan.js";
import { manualStack } from "../../topology/testing/stack.js";
import { push } from "./push.js";
import { awaitRegistry } from "./registry-ready.js";
import { clientOf } from "./testing/client.js";
import { hasRegistryBinary, realRegistry } from "./testing/real-registry.js";

describe.skipIf(!hasRegistryBinary)("the CNCF registry with the planned configuration", () => {
  let directory: string;
  let registry: Awaited<ReturnType<typeof realRegistry>>;

  beforeAll(async () => {
    vi.spyOn(process.stderr, "write").mockReturnValue(true);
    directory = await mkdtemp(join(tmpdir(), "push-real-"));
    const settings = stackSchema.parse({
      ...manualStack(),
      images: { archives: "images", registry: { server: "k1" } },
    });
    const service = planNetwork(settings, { stack: "test" }).services.find(({ role }) => role === "registry");
    if (!service) throw new Error("no registry in the plan");
    registry = await realRegistry(service);
    const ssh = { host: "127.0.0.1", port: 22, user: "root", hostKey: "" };
    await awaitRegistry(
      clientOf(registry),
      { exec: async () => ({ code: 1, stdout: "", stderr: registry.log() }) },
      {
        registry: {
          server: { name: "k1", address: "127.0.0.1", ssh },
          port: registry.port,
          username: "consortium",
        },
        container: "test-registry",
        deadlineSeconds: 15,
      },
    );
  });
  afterAll(async () => {
    vi.restoreAllMocks();
    await registry.close();
    await rm(directory, { recursive: true });
  });

  async function planned(name: string, layers: readonly Buffer[]) {
    const archive = join(directory, `${name}.tar`);
    await writeLegacyArchive(archive, { layers, note: name });
    const { id, manifestDigest } = await readArchive(archive);
    return { name, archive, id, manifestDigest };
  }

  test("takes uncompressed layers, mounts shared ones, and has the manifest under the digest known before", async () => {
    const base = Buffer.alloc(2_000_000, "base");
    const one = await planned("one", [base, Buffer.alloc(1000, "1")]);
    const two = await planned("two", [base, Buffer.alloc(1000, "2")]);
    const configs = ["one", "two"].map(
      (note) => sampleConfig({ layers: [base, Buffer.alloc(1000, note === "one" ? "1" : "2")], note }).length,
    );
    const client = clientOf(registry);
    expect(await push(client, [one, two])).toEqual({
      pushed: ["one", "two"],
      skipped: [],
      bytes: 2_000_000 + 1000 + 1000 + (configs[0] ?? 0) + (configs[1] ?? 0),
    });
    expect(await client.hasManifest("two", two.manifestDigest)).toBe(true);
    expect(await push(client, [one, two])).toEqual({ pushed: [], skipped: ["one", "two"], bytes: 0 });
  });

  test("refuses whoever has no password", async () => {
    await expect(clientOf({ ...registry, password: "wrong" }).check()).rejects.toThrow("refuses the login");
  });
});
