/**
 * `Pulumi.wefe-demo.yaml` on two lab hosts: a union with its chain, and a member, from the lab's fixture of the vendor's
 * package. Its closed services are the lab's stand-ins, which end when a file, a name or a service that they need is
 * wrong. The tests build on each other and run in order.
 */
import { writeFile } from "node:fs/promises";
import { relative } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { up as labUp } from "../../lab/hosts.js";
import { type Inventory, renderInventory } from "../../lab/inventory.js";
import { currentLab } from "../../lab/lab.js";
import { parsePromise } from "../../lab/promise.js";
import { ensureWefePackage } from "../../lab/wefe-package/build.js";
import { cached, root } from "../../ops/checkout.js";
import type { StatusReport } from "../../topology/status/report.js";
import { changed, containers, leftOn, logins, newLogins, onHost, onHosts } from "./support/hosts.js";
import { LabStack } from "./support/stack.js";

const hosts = ["u1", "m1"] as const;
const nothing = Object.fromEntries(hosts.map((host) => [host, ""]));
let stack: LabStack;
let inventory: Inventory;

const addressOf = (host: string) => inventory[host]?.address ?? "";
const now = () => containers(stack.name, hosts);

/** What a service answers to somebody who is not on its server. */
async function alive(url: string): Promise<unknown> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(10_000) });
  return answer.json();
}

/** Runs SQL in the member's database, as root. */
function sql(statement: string): Promise<string> {
  return onHost(
    "m1",
    `docker exec ${stack.name}-alpha-mysql sh -c 'mysql -N -uroot -p"$MYSQL_ROOT_PASSWORD" -e "${statement}" 2>/dev/null'`,
  );
}

async function status(): Promise<{ readonly code: number; readonly report: StatusReport }> {
  const { code, stdout } = await stack.ask("status");
  return { code, report: JSON.parse(stdout) as StatusReport };
}

beforeAll(async () => {
  const say = (line: string) => console.log(line);
  await ensureWefePackage(say);
  inventory = await labUp(currentLab(), {
    names: [...hosts],
    disk: undefined,
    // What the manual asks of a member, and its optional services on top; no machine of the tests has it.
    promise: parsePromise("cpus=9,memory=36GiB,disk=300GiB"),
    say,
  });
  stack = await LabStack.create("wefe-demo", "Pulumi.wefe-demo.yaml");
});

describe("the first up", () => {
  test("ends with union and board alive", async () => {
    const { summary } = await stack.up();
    expect(summary.errored).toBeUndefined();
    expect(await alive(`http://${addressOf("u1")}:8086/union-service/service/alive`)).toMatchObject({
      code: 0,
    });
    expect(await alive(`http://${addressOf("m1")}:8084/board-service/service/alive`)).toMatchObject({
      code: 0,
    });
    const { code, report } = await status();
    expect([code, report.findings]).toEqual([0, []]);
  });

  test("starts in the manual's order", async () => {
    const seen = await now();
    const made = (name: string) => seen[name]?.created ?? Number.NaN;
    for (const [before, after] of [
      ["node0", "union-wefe-union-service"],
      ["union-mongo", "union-wefe-union-service"],
      ["union-wefe-union-service", "alpha-wefe-board-service"],
      ["alpha-mysql", "alpha-wefe-board-service"],
      ["alpha-wefe-board-service", "alpha-wefe-flow"],
    ] as const)
      expect(made(after), `${after} after ${before}`).toBeGreaterThan(made(before));
  });

  test("deploys all 15 contracts, each once", async () => {
    const found = await onHost(
      "u1",
      `docker exec ${stack.name}-fisco-console ./console.sh queryCNS MemberContract`,
    );
    expect(found.match(/0x[0-9a-f]{40}/g)).toHaveLength(1);
  });

  test("a second up changes nothing and logs in nowhere; so does a preview", async () => {
    const before = await logins(hosts);
    await stack.up("--expect-no-changes");
    const { code } = await stack.pulumi("preview", "--expect-no-changes", "--stack", stack.name);
    expect(code).toBe(0);
    expect(newLogins(before, await logins(hosts))).toEqual({});
  });
});

describe("data", () => {
  test("outlives its containers and is never initialised again", async () => {
    await sql("CREATE TABLE wefe_board.kept (n INT); INSERT INTO wefe_board.kept VALUES (42)");
    const before = await now();
    await onHosts(
      `docker rm -f $(docker ps -aq --filter label=consortium.stack=${stack.name}) > /dev/null`,
      hosts,
    );
    await stack.up("--refresh");
    expect(changed(before, await now())).toEqual(Object.keys(before).sort());
    expect(await sql("SELECT n FROM wefe_board.kept")).toBe("42\n");
    const said = await onHost(
      "m1",
      `docker logs ${stack.name}-alpha-mysql 2>&1 | grep -c 'entrypoint: running' || true`,
    );
    expect(said).toBe("0\n");
    expect((await status()).code).toBe(0);
    await stack.up("--expect-no-changes");
  });
});

describe("another address of the union", () => {
  test("rewires the services that use it, and no other, the union before the member", async () => {
    const own = addressOf("u1");
    const other = own.replace(/\d+$/, (last) => String(Number(last) + 100));
    await onHost("u1", `ip address add ${other}/24 dev eth0`);
    const file = cached("lab", "moved.inventory.yaml");
    const { u1, m1 } = inventory;
    if (!u1 || !m1) throw new Error("the lab has no u1 or no m1");
    await writeFile(file, renderInventory({ u1: { ...u1, address: other }, m1 }));
    await stack.configure((config) => {
      config["consortium:inventory"] = relative(root, file);
    });
    const before = await now();
    await stack.up();
    const after = await now();
    const rewired = changed(before, after).filter((name) => after[name]?.host === "m1");
    expect(rewired).toEqual(["alpha-iam-portal-web", "alpha-wefe-board-service", "alpha-wefe-gateway"]);
    const made = (name: string) => after[name]?.created ?? Number.NaN;
    for (const name of rewired) expect(made(name)).toBeGreaterThan(made("union-wefe-union-service"));
    const board = await onHost(
      "m1",
      `docker exec ${stack.name}-alpha-wefe-board-service cat /opt/service/config/application.properties`,
    );
    expect(board).toContain(`wefe.union.base-url=http://${other}:8086/union-service/`);
    expect(await alive(`http://${other}:8086/union-service/service/alive`)).toMatchObject({ code: 0 });
    expect(await sql("SELECT n FROM wefe_board.kept")).toBe("42\n");
    await stack.up("--expect-no-changes");
  });
});

describe("data that is lost", () => {
  const mysql = () => `${stack.name}-alpha-mysql`;
  const volume = () => `$(docker volume ls -q --filter name=^${mysql()}-data-mysql)`;
  const folder = () => `$(docker volume inspect --format '{{.Mountpoint}}' ${volume()})`;
  const refused = async () => {
    const { code, stdout, stderr } = await stack.pulumi(
      ...["up", "--yes", "--skip-preview", "--refresh", "--non-interactive", "--stack", stack.name],
    );
    expect(code).not.toBe(0);
    expect(stdout + stderr).toMatch(
      new RegExp(
        `Services on m1 had data, and it is gone; no container was made on it\\.\\s+${mysql()}-data-mysql-\\w+ is empty`,
      ),
    );
    expect(await onHost("m1", `docker ps -aq --filter name=^${mysql()}$`)).toBe("");
    expect(await onHost("m1", `ls -A ${folder()}`)).toBe("");
  };

  test("is not initialised again while there may be a backup, which is put back", async () => {
    await onHost(
      "m1",
      `docker rm -f ${mysql()} > /dev/null; cp -a ${folder()} /root/backup; find ${folder()} -mindepth 1 -delete`,
    );
    await refused();
    await onHost("m1", `cp -a /root/backup/. ${folder()}/; rm -r /root/backup`);
    await stack.up("--refresh");
    expect(await sql("SELECT n FROM wefe_board.kept")).toBe("42\n");
  });

  test("is begun anew when somebody accepts it, once", async () => {
    await onHost("m1", `docker rm -f ${mysql()} > /dev/null; docker volume rm ${volume()} > /dev/null`);
    await refused();
    await onHost("m1", `touch "/var/lib/consortium/${stack.name}/filled/${volume()}.accept-empty"`);
    await stack.up("--refresh");
    expect(await sql("SHOW TABLES FROM wefe_board")).not.toContain("kept");
    expect(await onHost("m1", `ls /var/lib/consortium/${stack.name}/filled | grep -c accept || true`)).toBe(
      "0\n",
    );
    await stack.up("--expect-no-changes");
  });
});

describe("destroy", () => {
  test("leaves nothing of ours on any server", async () => {
    await stack.destroy();
    expect(await leftOn(hosts)).toEqual(nothing);
  });
});
