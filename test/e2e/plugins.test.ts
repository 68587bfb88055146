import { execFileSync, spawn } from "node:child_process";
import { X509Certificate } from "node:crypto";
import {
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startAgent, type TestAgent } from "../../hosts/ssh/test-server.js";
import { buildPlugins, installPlugins } from "../../plugins/build.js";
import { startPlugin } from "../../plugins/conformance/binary.js";
import type { Spec } from "./plugins/spec.js";
import { importBusybox } from "./support/busybox.js";
import { type MachineServer, startMachineServer } from "./support/sshd.js";

const repository = resolve(import.meta.dirname, "../..");
const pulumiCli = join(repository, ".cache/tools/bin/pulumi");
const image = "consortium-lab-plugin-busybox:1";
const first = "consortium-lab-plugin-first";
const second = "consortium-lab-plugin-second";
const marker = "sEcReTmArKeR-4711";

let work: string;
let program: string;
let server: MachineServer;
let agent: TestAgent;
let base: Spec;

/** What `pulumi` said and how it ended. */
interface Outcome {
  readonly code: number;
  readonly text: string;
  readonly seconds: number;
}

beforeAll(async () => {
  work = mkdtempSync(join(tmpdir(), "consortium-plugins-test-"));
  program = join(work, "program");
  mkdirSync(program);
  mkdirSync(join(work, "bin"));
  mkdirSync(join(work, "state"));
  mkdirSync(join(work, "scratch"));
  linkOrCopy(pulumiCli, join(work, "bin/pulumi"));
  const built = await buildPlugins(join(work, "built"));
  await installPlugins(built, { pulumiHome: join(work, "home"), pulumiDirectory: join(work, "bin") });
  symlinkSync(join(repository, "node_modules"), join(program, "node_modules"));
  const source = join(repository, "test/e2e/plugins");
  for (const name of ["program.ts", "spec.ts"])
    writeFileSync(join(program, name), readFileSync(join(source, name)));
  writeFileSync(join(program, "package.json"), JSON.stringify({ name: "t", type: "module" }));
  writeFileSync(
    join(program, "Pulumi.yaml"),
    'name: t\nmain: program.ts\nruntime:\n  name: nodejs\n  options:\n    typescript: false\n    nodeargs: "--import tsx"\n',
  );
  agent = await startAgent();
  server = await startMachineServer(work, agent.publicKey);
  importBusybox(image);
  base = {
    server: server.target,
    image,
    colour: "red",
    memory: 32,
    healthyFile: "/data/seed",
    waitTimeout: 60,
    second: true,
    marker,
    scratch: join(work, "scratch"),
    dialProgram: join(source, "dial.ts"),
    unsupported: false,
  };
  await pulumi("stack", "init", "test");
});

afterAll(async () => {
  for (const name of [first, second]) docker("rm", "-f", name);
  docker("volume", "rm", "-f", "consortium-lab-plugin-data");
  docker("network", "rm", "consortium-lab-plugin-net");
  docker("rmi", image);
  await server.close();
  await agent.close();
  rmSync(work, { recursive: true, force: true });
});

function linkOrCopy(from: string, to: string): void {
  if (!existsSync(from)) throw new Error(`${from} is missing: run npm run setup`);
  try {
    linkSync(from, to);
  } catch {
    writeFileSync(to, readFileSync(from), { mode: 0o755 });
  }
}

function docker(...words: string[]): string {
  try {
    return execFileSync("docker", words, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] }).trim();
  } catch (error) {
    return `failed: ${error instanceof Error ? error.message : error}`;
  }
}

function set(change: Partial<Spec> = {}): void {
  writeFileSync(join(program, "spec.json"), JSON.stringify({ ...base, ...change }));
}

function start(words: readonly string[]) {
  const started = Date.now();
  const child = spawn(join(work, "bin/pulumi"), [...words, "--non-interactive"], {
    cwd: program,
    env: {
      ...process.env,
      PATH: `${join(work, "bin")}:${process.env.PATH}`,
      PULUMI_HOME: join(work, "home"),
      PULUMI_BACKEND_URL: `file://${join(work, "state")}`,
      PULUMI_CONFIG_PASSPHRASE: "test",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      SSH_AUTH_SOCK: agent.socket,
      TMPDIR: work,
    },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  let text = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => {
      text += chunk.toString();
    });
  const outcome = new Promise<Outcome>((done) =>
    child.once("close", (code) => done({ code: code ?? 255, text, seconds: (Date.now() - started) / 1000 })),
  );
  return { child, outcome, text: () => text };
}

function pulumi(...words: string[]): Promise<Outcome> {
  return start(words).outcome;
}

const up = (...more: string[]) => pulumi("up", "--yes", "--skip-preview", "--stack", "test", ...more);

function state(): string {
  return readFileSync(join(work, "state/.pulumi/stacks/t/test.json"), "utf8");
}

/** The outcome's text in the failure, since a status alone says nothing. */
function succeeded(outcome: Outcome): void {
  expect(outcome.code, outcome.text).toBe(0);
}

describe("a stack on the stand-in plugins, over SSH to a real sshd and Docker", () => {
  test("preview reaches no server and warns of nothing", async () => {
    set();
    const outcome = await pulumi("preview", "--stack", "test");
    succeeded(outcome);
    expect(outcome.text).not.toMatch(/warning/i);
    expect(await server.logins()).toBe(0);
  });

  test("the first up makes everything with one login on the server", async () => {
    const outcome = await up();
    succeeded(outcome);
    expect(outcome.text).not.toMatch(/warning/i);
    expect(await server.logins()).toBe(1);
    expect(docker("exec", first, "cat", "/etc/app/key")).toBe(marker);
    expect(docker("exec", first, "ls", "-ln", "/etc/app/key")).toMatch(/^-rw------- +1 0 +0 /);
    expect(docker("inspect", "-f", "{{.HostConfig.Memory}} {{json .HostConfig.ExtraHosts}}", second)).toBe(
      '0 ["one:10.0.0.1"]',
    );
    expect(docker("inspect", "-f", "{{.HostConfig.Memory}} {{.State.Health.Status}}", first)).toBe(
      "33554432 healthy",
    );
    expect(readFileSync(join(work, "scratch/deep/copied"), "utf8")).toBe("copied");
  });

  test("outputs: commands ran where they should, the certificate chain holds", async () => {
    const outcome = await pulumi("stack", "output", "--json", "--show-secrets", "--stack", "test");
    const outputs = JSON.parse(outcome.text) as Record<string, string>;
    expect(outputs.remoteOutput).toBe("remote red");
    expect(outputs.localOutput).toBe("dialled\nthrough the broker");
    const [leaf = "", ca = ""] = (outputs.chain ?? "").split(/(?<=-----END CERTIFICATE-----\n)/);
    expect(new X509Certificate(leaf).verify(new X509Certificate(ca).publicKey)).toBe(true);
    expect(outputs.containerId).toBe(docker("inspect", "-f", "{{.Id}}", first));
  });

  test("no secret is in the state in clear", () => {
    expect(state()).not.toContain(marker);
    expect(state()).not.toContain("PRIVATE KEY");
    expect(state()).toContain("BEGIN CERTIFICATE");
  });

  test("a second up changes nothing and logs in nowhere", async () => {
    succeeded(await up("--expect-no-changes"));
    expect(await server.logins()).toBe(1);
  });

  test("refresh finds nothing changed", async () => {
    succeeded(await pulumi("refresh", "--yes", "--skip-preview", "--expect-no-changes", "--stack", "test"));
  });

  test("a memory limit changes in place", async () => {
    const before = docker("inspect", "-f", "{{.Id}}", first);
    set({ memory: 48 });
    const outcome = await up();
    succeeded(outcome);
    expect(outcome.text).toMatch(/~ 1 updated/);
    expect(docker("inspect", "-f", "{{.Id}} {{.HostConfig.Memory}}", first)).toBe(`${before} 50331648`);
  });

  test("an environment change replaces the container, the old one first, and keeps the volume", async () => {
    docker("exec", first, "sh", "-c", "echo kept > /data/mine");
    set({ memory: 48, colour: "blue" });
    const outcome = await up();
    succeeded(outcome);
    expect(outcome.text).toMatch(/\+-1 replaced/);
    expect(docker("exec", first, "cat", "/data/mine")).toBe("kept");
    expect(docker("inspect", "-f", "{{json .Config.Env}}", first)).toContain('"COLOUR=blue"');
  });

  test("a container removed by hand is found by refresh and made again", async () => {
    docker("rm", "-f", second);
    const refreshed = await pulumi("refresh", "--yes", "--skip-preview", "--stack", "test");
    succeeded(refreshed);
    expect(refreshed.text).toMatch(/- 1 deleted/);
    const outcome = await up();
    succeeded(outcome);
    expect(outcome.text).toMatch(/\+ 1 created/);
    expect(docker("inspect", "-f", "{{.State.Running}}", second)).toBe("true");
  });

  test("a container stopped by hand is found by refresh and started again, the same one", async () => {
    const before = docker("inspect", "-f", "{{.Id}}", second);
    docker("kill", second);
    succeeded(await pulumi("refresh", "--yes", "--skip-preview", "--stack", "test"));
    const outcome = await up();
    succeeded(outcome);
    expect(docker("inspect", "-f", "{{.Id}} {{.State.Running}}", second)).toBe(`${before} true`);
  });

  test("a container that does not become healthy fails with its name, stays in the state, and heals", async () => {
    set({ healthyFile: "/nowhere", waitTimeout: 3 });
    const failed = await up();
    expect(failed.code).not.toBe(0);
    expect(failed.text).toContain(`container ${first} is not healthy after 3 s`);
    expect(state()).toContain('"initErrors"');
    set();
    succeeded(await up());
    expect(state()).not.toContain('"initErrors"');
  });

  test("an interrupt in a health wait ends the run within 5 s, and the next run goes on", async () => {
    set({ healthyFile: "/nowhere" });
    const { child, outcome, text } = start(["up", "--yes", "--skip-preview", "--stack", "test"]);
    const deadline = Date.now() + 60_000;
    while (
      docker("inspect", "-f", "{{.State.Status}}{{.State.Health.Status}}", first) !== "runningstarting" ||
      !/first .*creat/.test(text())
    ) {
      if (Date.now() > deadline) throw new Error(`no health wait was seen:\n${text()}`);
      await sleep(100);
    }
    const interrupted = Date.now();
    process.kill(-(child.pid ?? 0), "SIGINT");
    const ended = await outcome;
    expect(ended.code).not.toBe(0);
    expect(Date.now() - interrupted).toBeLessThan(5000);
    expect(JSON.parse(state()).checkpoint.latest.pending_operations ?? []).toEqual([]);
    set();
    succeeded(await up());
  });

  test("a container that is not ours is never taken over", async () => {
    set({ second: false });
    succeeded(await up());
    docker("run", "-d", "--name", second, image, "sleep", "1000");
    const before = docker("inspect", "-f", "{{.Id}}", second);
    set();
    const outcome = await up();
    expect(outcome.code).not.toBe(0);
    expect(outcome.text).toContain(
      `a container named ${second} exists already and is not in this stack's state`,
    );
    expect(outcome.text).toContain("./consortium repair");
    expect(docker("inspect", "-f", "{{.Id}}", second)).toBe(before);
    docker("rm", "-f", second);
  });

  test("a resource type outside the subset is refused by name", async () => {
    set({ unsupported: true });
    const outcome = await pulumi("preview", "--stack", "test");
    expect(outcome.code).not.toBe(0);
    expect(outcome.text).toContain(
      "resource type docker:index/tag:Tag is not supported by the stand-in plugin",
    );
  });

  test("a wrong host key is refused before anything is sent", async () => {
    const wrong = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl";
    set({ server: { ...base.server, hostKey: wrong } });
    const outcome = await up();
    expect(outcome.code).not.toBe(0);
    expect(outcome.text).toMatch(
      /host key mismatch: expected ssh-ed25519 SHA256:\+DiY3wvvV6TuJJhbpZisF\/zLDA0zPMSvHdkr4UvCOqU/,
    );
  });

  test("destroy leaves nothing, though a container was removed by hand before", async () => {
    set();
    succeeded(await up());
    docker("rm", "-f", second);
    succeeded(await pulumi("destroy", "--yes", "--skip-preview", "--stack", "test"));
    expect(docker("ps", "-a", "--format", "{{.Names}}", "--filter", "name=consortium-lab-plugin")).toBe("");
    expect(docker("volume", "ls", "-q", "--filter", "name=consortium-lab-plugin")).toBe("");
    expect(docker("network", "ls", "-q", "--filter", "name=consortium-lab-plugin")).toBe("");
    expect(docker("image", "ls", "-q", image)).not.toBe("");
  });

  test("the plugins end when their run directory is taken away", async () => {
    const temporary = join(work, "taken");
    mkdirSync(temporary);
    const [random] = (await buildPlugins(join(work, "built"))).providers.filter(
      ({ name }) => name === "random",
    );
    const { close } = await startPlugin(join(random?.directory ?? "", "pulumi-resource-random"), {
      TMPDIR: temporary,
    });
    const [run = ""] = readdirSync(temporary, { recursive: true, encoding: "utf8" }).filter((path) =>
      path.endsWith("/pid"),
    );
    const pid = Number(readFileSync(join(temporary, run), "utf8"));
    rmSync(temporary, { recursive: true });
    await expect.poll(() => existsSync(`/proc/${pid}`), { timeout: 10_000 }).toBe(false);
    close();
  });

  test("no plugin process is left", async () => {
    await sleep(1500);
    expect(
      execFileSync("sh", ["-c", `ps -eo args | grep -c '[b]uilt/providers.mjs' || true`], {
        encoding: "utf8",
      }).trim(),
    ).toBe("0");
  });
});
