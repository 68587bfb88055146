/** Many logins to a server at the same moment, whose sshd has its default limits: OpenSSH's own, and the plugins'. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { dockerHost, dockerSshOptions } from "../../components/server/connection.js";
import { attempt } from "../../hosts/process.js";
import type { SshTarget } from "../../hosts/ssh/target.js";
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

// Our own plugins share one connection, so only here does OpenSSH dial through dial.sh on every machine.
describe("ssh, with the options that Docker's client gets", () => {
  const login = async (target: SshTarget) => {
    const { socket } = await ensureAgent();
    const to = ["-p", String(target.port), `${target.user}@${target.host}`];
    return attempt(["ssh", ...dockerSshOptions(target), ...to, "true"], { env: { SSH_AUTH_SOCK: socket } });
  };

  test("20 logins at once succeed, and leave no connection", async () => {
    const ended = await Promise.all(Array.from({ length: 20 }, () => login(server.target)));
    expect(ended.filter(({ code }) => code !== 0)).toEqual([]);
    await noneOpen();
  });

  test("a server with another host key is refused, and no connection to it stays", async () => {
    // The lab's login key is no server's.
    const { code, stderr } = await login({ ...server.target, hostKey: await ensureIdentity() });
    expect(stderr).toContain("Host key verification failed.");
    expect(code).toBe(255);
    await noneOpen();
    // Sooner than sshd itself ends a connection without a login (LoginGraceTime, 120 s).
  }, 60_000);

  const noneOpen = () =>
    vi.waitFor(async () => expect(await server.connections()).toBe(0), { timeout: 15_000, interval: 500 });
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
