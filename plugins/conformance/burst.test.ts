/** All Docker resources of a server at the same moment, over SSH to an sshd with its default limits. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { dockerHost, dockerSshOptions } from "../../components/server/connection.js";
import { ensureAgent } from "../../lab/agent.js";
import { docker } from "../../lab/docker.js";
import { ensureIdentity } from "../../lab/identity.js";
import { type MachineServer, startMachineServer } from "../../test/e2e/support/sshd.js";
import type { RunningPlugin } from "./binary.js";
import { prefix } from "./docker-cases.js";
import { kinds, pluginsOf, startPackage } from "./kinds.js";

const type = "docker:index/volume:Volume";
const names = Array.from({ length: 40 }, (_, nth) => `${prefix}-burst-${nth}`);
const inputs = (name: string) => ({ name, driver: "local" });

let work: string;
let server: MachineServer;

beforeAll(async () => {
  work = mkdtempSync(join(tmpdir(), "consortium-burst-"));
  server = await startMachineServer(work, await ensureIdentity());
});

afterAll(async () => {
  await server.close();
  rmSync(work, { recursive: true });
});

describe.each(kinds)("%s plugins", (kind) => {
  let plugin: RunningPlugin;

  beforeAll(async () => {
    // The agent of OpenSSH: the one of the unit tests is too slow for forty at once.
    const { socket } = await ensureAgent();
    plugin = await startPackage(await pluginsOf(kind, work), "docker", {
      SSH_AUTH_SOCK: socket,
      TMPDIR: work,
    });
    await plugin.engine.configure({
      host: dockerHost(server.target),
      sshOpts: JSON.stringify(dockerSshOptions(server.target)),
    });
  });

  afterAll(() => plugin.close());

  test("40 volumes are made, read and removed at once, and no login fails", async () => {
    const { engine } = plugin;
    const made = await Promise.all(
      names.map(async (name) => ({ name, ...(await engine.create(type, inputs(name))) })),
    );
    const found = await Promise.all(
      made.map(({ name, id, outputs }) => engine.read(type, id, inputs(name), outputs)),
    );
    expect(found.filter((one) => one === undefined)).toEqual([]);
    await Promise.all(made.map(({ name, id, outputs }) => engine.remove(type, id, inputs(name), outputs)));
    expect(await docker(["volume", "ls", "--quiet", "--filter", `name=${prefix}-burst`])).toBe("");
  });
});
