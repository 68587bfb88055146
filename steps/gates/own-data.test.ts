import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { OwnData } from "../specs.js";
import { lostScript, lostText, parseLost, stampScript } from "./own-data.js";

const data: OwnData = { stack: "prod", network: "3f9a", volumes: ["prod-mysql-data", "prod-mysql-log"] };

let root: string;
let filled: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "own-data-"));
  filled = join(root, "var/lib/consortium/prod/filled");
  // Stands for Docker: a volume is there when its directory is.
  writeFileSync(
    join(root, "docker"),
    `#!/bin/sh\n[ "$1" = version ] && exit\nfor name; do :; done\n[ -d ${root}/volumes/$name ] && echo ${root}/volumes/$name\n`,
  );
  chmodSync(join(root, "docker"), 0o755);
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

function run(script: string) {
  const { status, stdout, stderr } = spawnSync("/bin/sh", ["-s"], {
    input: script,
    encoding: "utf8",
    env: { PATH: `${root}:${process.env.PATH}` },
  });
  return { status, stdout, stderr };
}

function printed(script: string): string {
  const { status, stdout, stderr } = run(script);
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  return stdout;
}

const serves = () => printed(stampScript(data, root));
const lost = (asked = data) => parseLost(printed(lostScript(asked, root)));
const volume = (name: string) => join(root, "volumes", name);

/** A service that worked once, with data in its first volume and nothing in the second. */
function worked(): void {
  mkdirSync(volume("prod-mysql-data"), { recursive: true });
  mkdirSync(volume("prod-mysql-log"));
  writeFileSync(join(volume("prod-mysql-data"), "ibdata1"), "x");
  serves();
}

test("a service that never worked may start on nothing, also after a first start that was cut off", () => {
  expect(lost()).toEqual([]);
  mkdirSync(volume("prod-mysql-data"), { recursive: true });
  expect(lost()).toEqual([]);
});

test("what held data when the service worked is stamped; what held none is not asked for", () => {
  worked();
  expect(readdirSync(filled)).toEqual(["prod-mysql-data"]);
  expect(lost()).toEqual([]);
});

test.each([
  { is: "absent" as const, lose: () => rmSync(volume("prod-mysql-data"), { recursive: true }) },
  { is: "empty" as const, lose: () => rmSync(join(volume("prod-mysql-data"), "ibdata1")) },
])("a volume that had data and is $is is lost, until somebody accepts it", ({ is, lose }) => {
  worked();
  lose();
  expect(lost()).toEqual([{ volume: "prod-mysql-data", is }]);
  writeFileSync(join(filled, "prod-mysql-data.accept-empty"), "");
  expect(lost()).toEqual([]);
});

test("the word counts once: the service works again, and its next loss is refused", () => {
  worked();
  rmSync(join(volume("prod-mysql-data"), "ibdata1"));
  writeFileSync(join(filled, "prod-mysql-data.accept-empty"), "");
  writeFileSync(join(volume("prod-mysql-data"), "ibdata1"), "new");
  serves();
  expect(readdirSync(filled)).toEqual(["prod-mysql-data"]);
  rmSync(join(volume("prod-mysql-data"), "ibdata1"));
  expect(lost()).toHaveLength(1);
});

test("another network's stamp says nothing of ours", () => {
  worked();
  rmSync(volume("prod-mysql-data"), { recursive: true });
  expect(lost({ ...data, network: "beef" })).toEqual([]);
});

test("an engine that does not answer is no lost volume", () => {
  worked();
  writeFileSync(join(root, "docker"), "#!/bin/sh\nexit 1\n");
  expect(run(lostScript(data, root))).toMatchObject({ status: 1, stdout: "" });
});

test("the refusal names server and volumes, and both ways on for each", () => {
  const server = { name: "m1", address: "10.0.0.1", ssh: { host: "", port: 22, user: "root", hostKey: "" } };
  const text = lostText({ server, data }, [{ volume: "prod-mysql-data", is: "empty" }]);
  expect(text.split("\n")).toEqual([
    "Services on m1 had data, and it is gone; no container was made on it.",
    "  prod-mysql-data is empty",
    expect.stringContaining("If there is a backup, put it back into the volume."),
    "    To accept that, on m1: sudo touch /var/lib/consortium/prod/filled/prod-mysql-data.accept-empty",
    "Then run pulumi up again.",
  ]);
});
