import { execFileSync, spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { stampOf } from "../../topology/drift/stamp.js";
import { prepareScript, removeScript } from "./prepare-script.js";

const target = { host: "10.0.1.11", port: 22, user: "root", hostKey: "ssh-ed25519 AAAA" };
const args = { stack: "prod", networkId: "3f9a" };

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "prepare-"));
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

/** Puts a command of this name first on the PATH; every call is noted in `calls`. */
function stub(name: string, body: string): void {
  writeFileSync(join(root, name), `#!/bin/sh\necho "${name} $*" >>${root}/calls\n${body}\n`);
  chmodSync(join(root, name), 0o755);
}

/** A server with a running engine. */
function withEngine(): void {
  stub("dockerd", "");
  stub("docker", "echo 20.10.24");
}

function run(script: string): { code: number | null; out: string; error: string } {
  // Only the stubs and the shell's own tools: a Docker of the machine must not be found.
  const tools = join(root, "tools");
  execFileSync("sh", [
    "-c",
    `mkdir -p ${tools} && for t in sh mkdir chmod cat ln rm mv cmp rmdir sleep; do ln -sf "$(command -v $t)" ${tools}/$t; done`,
  ]);
  const { status, stdout, stderr } = spawnSync("/bin/sh", ["-s"], {
    input: script,
    encoding: "utf8",
    env: { PATH: `${root}:${tools}` },
  });
  return { code: status, out: stdout, error: stderr };
}

const calls = () => readFileSync(join(root, "calls"), "utf8").trim().split("\n");

describe("preparing a server", () => {
  test("claims it for the network, in a directory only root reads", () => {
    withEngine();
    expect(run(prepareScript(args, root))).toEqual({ code: 0, out: "ready: Docker 20.10.24\n", error: "" });
    expect(readFileSync(join(root, "var/lib/consortium/prod/owner"), "utf8")).toBe("3f9a\n");
    expect(statSync(join(root, "var/lib/consortium/prod")).mode & 0o777).toBe(0o700);
    expect(statSync(join(root, "var/lib/consortium/prod/formed")).mode & 0o777).toBe(0o700);
  });

  test("changes nothing the second time", () => {
    withEngine();
    const script = prepareScript({ ...args, registry: "10.0.1.11:5000", registryCaPem: "PEM\n" }, root);
    run(script);
    const ca = join(root, "etc/docker/certs.d/10.0.1.11:5000/ca.crt");
    const before = [statSync(ca).ino, statSync(join(root, "var/lib/consortium/prod/owner")).ino];
    expect(run(script).code).toBe(0);
    expect([statSync(ca).ino, statSync(join(root, "var/lib/consortium/prod/owner")).ino]).toEqual(before);
  });

  test("stamps the script and the files that it wrote, and no engine that it found", () => {
    withEngine();
    const registry = "10.0.1.11:5000";
    const script = prepareScript({ ...args, registry, registryCaPem: "PEM\n" }, root);
    run(script);
    const stamps = join(root, "var/lib/consortium/prod/stamps");
    const [first, second, ...rest] = readFileSync(join(stamps, "prepare"), "utf8").split("\n");
    expect(first).toBe(`script ${stampOf(script, "prepare")}`);
    expect(first).toMatch(/^script [0-9a-f]{64}$/);
    // printf 'PEM\n' | sha256sum
    expect(second).toBe(
      `file a0278171ab77da84cdf84cc11c10e4d8923a3aadc855775d8aae2b6a9333415e ${root}/etc/docker/certs.d/${registry}/ca.crt`,
    );
    expect(rest).toEqual([""]);
    expect(existsSync(join(stamps, "engine"))).toBe(false);
    expect(statSync(stamps).mode & 0o777).toBe(0o700);
  });

  test("another certificate is another script", () => {
    const withCa = (registryCaPem: string) =>
      stampOf(prepareScript({ ...args, registry: "10.0.1.11:5000", registryCaPem }, root), "prepare");
    expect(withCa("a")).not.toBe(withCa("b"));
  });

  test("refuses a server that another state has claimed, and leaves the claim", () => {
    withEngine();
    run(prepareScript({ ...args, networkId: "first" }, root));
    const second = run(prepareScript(args, root));
    expect(second.code).toBe(1);
    expect(second.error).toContain("claimed for stack prod by another state (network first, ours is 3f9a)");
    expect(readFileSync(join(root, "var/lib/consortium/prod/owner"), "utf8")).toBe("first\n");
  });

  test("replaces a registry certificate that changed", () => {
    withEngine();
    const registry = "10.0.1.11:5000";
    run(prepareScript({ ...args, registry, registryCaPem: "old\n" }, root));
    run(prepareScript({ ...args, registry, registryCaPem: "new's\n" }, root));
    expect(readFileSync(join(root, `etc/docker/certs.d/${registry}/ca.crt`), "utf8")).toBe("new's\n");
  });

  test("forgets the certificate of a registry that has another address now, and no other's", () => {
    withEngine();
    const certificateOf = (registry: string) => join(root, "etc/docker/certs.d", registry, "ca.crt");
    mkdirSync(join(root, "etc/docker/certs.d/theirs:5000"), { recursive: true });
    writeFileSync(certificateOf("theirs:5000"), "theirs\n");
    run(prepareScript({ ...args, registry: "10.0.1.11:5000", registryCaPem: "PEM\n" }, root));
    run(prepareScript({ ...args, registry: "10.0.1.99:5000", registryCaPem: "PEM\n" }, root));
    expect(readdirSync(join(root, "etc/docker/certs.d")).sort()).toEqual(["10.0.1.99:5000", "theirs:5000"]);
    run(prepareScript({ ...args, registry: "10.0.1.99:5000", registryCaPem: "PEM\n" }, root));
    expect(existsSync(certificateOf("10.0.1.99:5000"))).toBe(true);
  });

  test("an engine that is there is neither installed nor configured again", () => {
    withEngine();
    stub("apt-get", "");
    run(prepareScript({ ...args, dataRoot: "/data/docker" }, root));
    expect(calls().filter((call) => !call.startsWith("docker "))).toEqual([]);
    expect(existsSync(join(root, "etc/docker/daemon.json"))).toBe(false);
  });

  test("a missing engine is installed with its data-root, held and started", () => {
    const started = join(root, "started");
    stub("docker", `[ -e ${started} ] && echo 26.1.5`);
    stub("apt-get", "");
    stub("apt-mark", "");
    stub("systemctl", `: >${started}`);
    stub("service", `: >${started}`);
    const done = run(prepareScript({ ...args, dataRoot: "/data/docker" }, root));
    expect(done).toMatchObject({ code: 0, out: "ready: Docker 26.1.5\n" });
    expect(calls().filter((call) => call.startsWith("apt"))).toEqual([
      "apt-get -o DPkg::Lock::Timeout=300 -qq update",
      "apt-get -o DPkg::Lock::Timeout=300 -qq -y install docker.io",
      "apt-mark hold docker.io",
    ]);
    expect(readFileSync(join(root, "etc/docker/daemon.json"), "utf8")).toBe('{"data-root":"/data/docker"}\n');
    const stamp = (name: string) =>
      readFileSync(join(root, "var/lib/consortium/prod/stamps", name), "utf8")
        .split("\n")
        .slice(1);
    expect(stamp("engine")).toEqual(["held docker.io", ""]);
    // printf '{"data-root":"/data/docker"}\n' | sha256sum
    expect(stamp("engine-configuration")).toEqual([
      `file e47208949ea47d326945e695890ce4745aa5e70c5be53bbdbdde7dce2a51d528 ${root}/etc/docker/daemon.json`,
      "",
    ]);
  });

  test("a failed installation ends it before anything is claimed", () => {
    stub("docker", "exit 1");
    stub("apt-get", "exit 100");
    expect(run(prepareScript(args, root)).code).toBe(100);
    expect(existsSync(join(root, "var/lib/consortium"))).toBe(false);
  });
});

describe("removing", () => {
  test("takes back what was made and says that the engine stays", () => {
    withEngine();
    const registry = "10.0.1.11:5000";
    run(prepareScript({ ...args, registry, registryCaPem: "PEM\n" }, root));
    stub("docker", "");
    const removed = run(removeScript({ stack: "prod", registry }, target, root));
    expect(removed).toEqual({
      code: 0,
      out: "Docker's engine stays on this server, with its packages as they are.\n",
      error: "",
    });
    expect(existsSync(join(root, "var/lib/consortium"))).toBe(false);
    expect(existsSync(join(root, "etc/docker/certs.d"))).toBe(false);
  });

  test("leaves another stack's directory and other registries' certificates", () => {
    withEngine();
    run(prepareScript(args, root));
    run(prepareScript({ ...args, stack: "dev", registry: "other:5000", registryCaPem: "PEM\n" }, root));
    stub("docker", "");
    run(removeScript({ stack: "prod", registry: "10.0.1.11:5000" }, target, root));
    expect(existsSync(join(root, "var/lib/consortium/dev/owner"))).toBe(true);
    expect(existsSync(join(root, "etc/docker/certs.d/other:5000/ca.crt"))).toBe(true);
  });

  // `pulumi up --replace` makes the new one first and then removes the old one, with the same script.
  test.each([
    { left: "a container", docker: '[ "$1" != ps ] || echo 4f1c' },
    { left: "a stopped container", docker: '[ "$1 $2" != "ps --all" ] || echo 4f1c' },
    { left: "a volume without a container", docker: '[ "$1" != volume ] || echo prod-kafka1-data' },
  ])("after a replacement, with $left of the stack there, takes nothing away", ({ docker }) => {
    withEngine();
    const registry = "10.0.1.11:5000";
    const script = prepareScript({ ...args, registry, registryCaPem: "PEM\n" }, root);
    run(script);
    const directory = join(root, "var/lib/consortium/prod");
    writeFileSync(join(directory, "formed/kafka.json"), "{}");
    run(script);
    stub("docker", docker);
    expect(run(removeScript({ stack: "prod", registry }, target, root))).toEqual({
      code: 0,
      out: "Containers or volumes of stack prod are on this server, so what they need stays, too.\n",
      error: "",
    });
    for (const kept of ["owner", "stamps/prepare", "formed/kafka.json"])
      expect([kept, existsSync(join(directory, kept))]).toEqual([kept, true]);
    expect(existsSync(join(root, `etc/docker/certs.d/${registry}/ca.crt`))).toBe(true);
  });

  test("asks for its own stack's containers and volumes only", () => {
    withEngine();
    run(prepareScript(args, root));
    stub("docker", "");
    rmSync(join(root, "calls"));
    run(removeScript({ stack: "prod" }, target, root));
    expect(calls()).toEqual([
      "docker ps --all --quiet --filter label=consortium.stack=prod",
      "docker volume ls --quiet --filter label=consortium.stack=prod",
    ]);
    expect(existsSync(join(root, "var/lib/consortium"))).toBe(false);
  });

  test("an engine that does not answer is asked again by the next run; nothing is removed", () => {
    withEngine();
    run(prepareScript(args, root));
    stub("docker", "echo 'Cannot connect to the Docker daemon' >&2; exit 1");
    const removed = run(removeScript({ stack: "prod" }, target, root));
    expect([removed.code, removed.error]).toEqual([1, "Cannot connect to the Docker daemon\n"]);
    expect(existsSync(join(root, "var/lib/consortium/prod/owner"))).toBe(true);
  });

  test("a server whose engine was taken away has nothing left that needs it", () => {
    withEngine();
    run(prepareScript(args, root));
    rmSync(join(root, "docker"));
    expect(run(removeScript({ stack: "prod" }, target, root)).code).toBe(0);
    expect(existsSync(join(root, "var/lib/consortium"))).toBe(false);
  });

  test("a login that is not root goes through sudo", () => {
    expect(removeScript({ stack: "prod" }, { ...target, user: "deploy" })).toMatch(/\| sudo -n sh -s$/);
  });
});
