import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { removeVolumesCommand, teardown } from "./teardown.js";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "teardown-"));
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

/** Runs the command with a Docker that answers as told; every call is noted. */
function run(docker: string): { code: number | null; out: string; calls: string[] } {
  writeFileSync(join(root, "docker"), `#!/bin/sh\necho "$*" >>${root}/calls\n${docker}\n`, { mode: 0o755 });
  const { status, stdout } = spawnSync("/bin/sh", ["-c", removeVolumesCommand("prod", "3f9a", "root")], {
    encoding: "utf8",
    env: { PATH: `${root}:/usr/bin:/bin` },
  });
  const calls = join(root, "calls");
  return {
    code: status,
    out: stdout,
    calls: existsSync(calls) ? readFileSync(calls, "utf8").trim().split("\n") : [],
  };
}

const filters = "--filter label=consortium.stack=prod --filter label=consortium.network=3f9a";

test("volumes of the stack's own network go, after containers and Docker networks that a killed run left", () => {
  const answers =
    'case "$1 $2" in "ps -aq") echo c1 ;; "network ls") echo n1 ;; "network rm") echo n1 ;; "volume ls") printf "prod-kafka1-data\\nprod-registry-data\\n" ;; "volume rm") echo "$3" ;; esac';
  expect(run(answers)).toEqual({
    code: 0,
    out: "prod-kafka1-data\nprod-registry-data\n",
    calls: [
      `ps -aq ${filters}`,
      "rm -f -v c1",
      `network ls -q ${filters}`,
      "network rm n1",
      `volume ls -q ${filters}`,
      "volume rm prod-kafka1-data",
      "volume rm prod-registry-data",
    ],
  });
});

test("a server with nothing left is done", () => {
  expect(run("")).toMatchObject({ code: 0, out: "" });
});

test("an engine that does not answer is a failure, not an empty server", () => {
  expect(run("exit 1")).toMatchObject({ code: 1, calls: [`ps -aq ${filters}`] });
});

test("a volume that cannot be removed is a failure", () => {
  expect(run('case "$1 $2" in "volume ls") echo v ;; "volume rm") exit 1 ;; esac').code).toBe(1);
});

test("a login that is not root goes through sudo, for every call", () => {
  const command = removeVolumesCommand("prod", "3f9a", "deploy");
  expect(command.match(/docker (ps|rm|network|volume)/g)).toHaveLength(6);
  expect(command.match(/sudo -n docker (ps|rm|network|volume)/g)).toHaveLength(6);
});

test("kept data is not touched: no server is reached", async () => {
  const server = {
    name: "k1",
    address: "192.0.2.1",
    ssh: { host: "192.0.2.1", port: 22, user: "root", hostKey: "none" },
  };
  const spec = { stack: "prod", network: "3f9a", data: "keep", servers: [server] } as const;
  expect(await teardown.run(spec, {})).toEqual({ kept: true });
});
