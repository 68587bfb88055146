import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { killCommand, loopIn, startCommand, writeLine } from "./container.js";
import { type Reply, ReplyReader } from "./replies.js";

const orderer = { name: "orderer0.example.com", port: 7050, address: "10.0.1.31", server: "o1" };
const container = {
  name: "dev-admin-Org1-0a1b2c3d",
  stack: "dev",
  organization: "Org1",
  mspId: "Org1MSP",
  image: "sha256:abc",
  nodes: [orderer, orderer],
};

test("the container has the host's network, a work folder in memory and nothing else that lasts", () => {
  const [command = "", ...script] = startCommand("root", container).split("\n");
  expect(command).toBe(
    "docker run --rm -i --pull never --name dev-admin-Org1-0a1b2c3d --label consortium.stack=dev " +
      "--label consortium.role=admin --network host --add-host orderer0.example.com:10.0.1.31 --user 0:0 --read-only " +
      "--tmpfs /run/admin:rw,mode=0700,size=32m --memory 512m --memory-swap 512m --log-driver none --cap-drop ALL " +
      "--security-opt no-new-privileges --env FABRIC_LOGGING_SPEC=error --env CORE_PEER_LOCALMSPID=Org1MSP " +
      "--env CORE_PEER_MSPCONFIGPATH=/run/admin/msp --env CORE_PEER_TLS_ENABLED=true " +
      "--env CORE_PEER_CLIENT_CONNTIMEOUT=10s --entrypoint sh sha256:abc -c 'umask 077; cd /run/admin || exit 97; echo ready",
  );
  expect(script.join("\n")).toBe(
    [
      "while IFS= read -r line; do",
      `( eval "$line" ) >.out 2>.err </dev/null; code=$?`,
      `echo "$code $(($(wc -c <.out))) $(($(wc -c <.err)))"; cat .out .err`,
      "done'",
    ].join("\n"),
  );
});

test("a user other than root asks sudo, never for a password", () => {
  expect(startCommand("deploy", container)).toMatch(/^sudo -n docker run --rm /);
  expect(killCommand("deploy", container.name)).toBe("sudo -n docker kill dev-admin-Org1-0a1b2c3d");
});

const folder = mkdtempSync(join(tmpdir(), "session-"));
const running: ChildProcessWithoutNullStreams[] = [];
afterEach(() => {
  for (const one of running.splice(0)) one.kill();
  rmSync(join(folder, "made"), { recursive: true, force: true });
});

/** Feeds lines to the loop in a shell of this machine; gives its replies when it ends. */
function speak(shell: readonly string[], lines: readonly string[]): Promise<Reply[]> {
  const [program = "sh", ...first] = shell;
  const child = spawn(program, [...first, "-c", loopIn(folder)]);
  running.push(child);
  const reader = new ReplyReader();
  const replies: Reply[] = [];
  return new Promise((resolve, reject) => {
    child.stdout.on("data", (chunk: Buffer) => {
      // One byte at a time, as a network may cut it.
      for (const byte of chunk) replies.push(...reader.push(Buffer.from([byte])));
    });
    child.once("error", reject);
    child.once("close", () => resolve(replies));
    child.stdin.end(lines.map((line) => `${line}\n`).join(""));
  });
}

const shells = [["dash"], ["bash"], ["busybox", "sh"]].filter(
  ([program = "", ...args]) => spawnSync(program, [...args, "-c", "true"]).status === 0,
);

test("there is a shell to try", () => expect(shells.length).toBeGreaterThan(0));

test.each(shells.map((shell) => ({ shell })))(
  "$shell answers each line with status, output and errors",
  async ({ shell }) => {
    const replies = await speak(shell, [
      "printf 'a\\nb'",
      "echo wrong >&2; exit 7",
      "cat",
      "cd /; echo still there",
      `printf %s "it's"`,
    ]);
    expect(replies.map(({ code, stdout, stderr }) => ({ code, stdout: stdout.toString(), stderr }))).toEqual([
      { code: 0, stdout: "a\nb", stderr: "" },
      { code: 7, stdout: "", stderr: "wrong\n" },
      { code: 0, stdout: "", stderr: "" },
      { code: 0, stdout: "still there\n", stderr: "" },
      { code: 0, stdout: "it's", stderr: "" },
    ]);
  },
);

test.each(shells.map((shell) => ({ shell })))(
  "$shell writes every byte of a file, for its owner only",
  async ({ shell }) => {
    const content = Buffer.from(Array.from({ length: 512 }, (_, index) => index % 256));
    const path = join(folder, "made", "deep", "file");
    const replies = await speak(shell, [writeLine(path, content), `ls -l '${path}'`, `cat '${path}'`]);
    expect(replies[0]).toMatchObject({ code: 0, stderr: "" });
    expect(replies[1]?.stdout.toString()).toMatch(/^-rw------- /);
    expect(replies[2]?.stdout.equals(content)).toBe(true);
    expect(readFileSync(path).equals(content)).toBe(true);
  },
);

test("a written file's secret stands in no argument list: only built-ins touch it", () => {
  expect(writeLine("/run/admin/msp/keystore/key.pem", Buffer.from("key\n"))).toBe(
    "mkdir -p /run/admin/msp/keystore && printf %b 'key\\0012' >/run/admin/msp/keystore/key.pem",
  );
});

test("an answer that is not the loop's is shown, not guessed at", () => {
  expect(() => new ReplyReader().push(Buffer.from("Error response from daemon\n"))).toThrow(
    "unexpected answer from the container: Error response from daemon",
  );
});
