/**
 * The main job on thirteen lab hosts, one role each: made by one `pulumi up`, used, changed, broken, healed, destroyed.
 * The tests build on each other and run in order.
 */
import { beforeAll, describe, expect, test } from "vitest";
import { healFaults, makeFault } from "../../lab/faults/index.js";
import { up as labUp } from "../../lab/hosts.js";
import { currentLab } from "../../lab/lab.js";
import { thirteen } from "../../lab/names.js";
import { readEvents } from "../../ops/event-file.js";
import { newCanaryValue } from "../canary/canary.js";
import { changed, containers, leftOn, logins, newLogins, onHosts, type Seen } from "./support/hosts.js";
import { ProcessWatch } from "./support/processes.js";
import { searchForSecrets } from "./support/secrets.js";
import { LabStack } from "./support/stack.js";

interface Report {
  readonly readings: readonly {
    readonly peer: string;
    readonly height: number;
    readonly values: Readonly<Record<string, string>>;
  }[];
}

const lab = currentLab();
const nothing = Object.fromEntries(thirteen.map((host) => [host, ""]));
let stack: LabStack;
let height = 0;
const registryLogin = newCanaryValue("registry-login");
/** Command lines seen while the first up ran, by machine. */
let processes: ReadonlyMap<string, readonly string[]> = new Map();

/** Reads A and B at every peer; with `write` after a transfer of 1 from A to B. */
async function verify(write?: "write"): Promise<Report> {
  const report = await stack.consortium<Report>("verify", ...(write ? ["--write"] : []));
  const heights = report.readings.map((reading) => reading.height);
  expect(Math.min(...heights)).toBeGreaterThanOrEqual(height);
  height = Math.min(...heights);
  return report;
}

const values = (report: Report) => report.readings.map((reading) => reading.values);
const three = (a: number, b: number) => Array(3).fill({ A: String(a), B: String(b) });
const from = (all: Record<string, Seen>, ...names: string[]) =>
  names.map((name) => all[name]?.created ?? Number.NaN);

const zookeepers = ["zookeeper1", "zookeeper2", "zookeeper3"];
const brokers = ["kafka1", "kafka2", "kafka3", "kafka4"];
const orderers = ["orderer0.example.com", "orderer1.example.com", "orderer2.example.com"];
const peers = ["peer0.org1.example.com", "foo27.org5.example.com", "bar.org5.example.com"];

beforeAll(async () => {
  await labUp(lab, {
    names: [...thirteen],
    disk: undefined,
    promise: undefined,
    say: (line) => console.log(line),
  });
  stack = await LabStack.create("e2e", "test/stacks/lab13.yaml");
  await stack.plantRegistryLogin(registryLogin);
});

describe("a wrong host key and a host that is down", () => {
  test("are both refused at once, before anything is changed on any server", async () => {
    const before = await logins();
    await makeFault(lab, "stop", ["k4"], {});
    await makeFault(lab, "host-key", ["p3"], {});
    const { code, stdout, stderr } = await stack.pulumi(
      "up",
      "--yes",
      "--skip-preview",
      "--stack",
      stack.name,
    );
    await healFaults(lab, ["k4", "p3"]);
    const text = stdout + stderr;
    expect(code).not.toBe(0);
    expect(text).toMatch(/host key/);
    expect(text).toMatch(/p3/);
    expect(text).toMatch(/k4/);
    expect(text).toMatch(/Nothing was changed on any server/);
    expect(
      await onHosts(
        "docker ps -aq; docker volume ls -q; docker network ls -q --filter type=custom; ls /var/lib/consortium 2>/dev/null || true",
      ),
    ).toEqual(nothing);
    expect(newLogins(before, await logins()).p3).toBeUndefined();
  });
});

describe("the first up", () => {
  test("makes the network in order, each quorum at once", async () => {
    const watch = await ProcessWatch.start(thirteen);
    const before = await logins();
    // With every input of every resource in its output, for the search for secrets.
    const { summary } = await stack.up("--diff");
    processes = watch.stop();
    expect(summary.errored).toBeUndefined();

    const all = await containers(stack.name);
    expect(Object.values(all).map((container) => container.status)).toEqual(Array(17).fill("running"));
    const last = (names: string[]) => Math.max(...from(all, ...names));
    const first = (names: string[]) => Math.min(...from(all, ...names));
    expect(last(zookeepers)).toBeLessThan(first(brokers));
    expect(last(brokers)).toBeLessThan(first(orderers));
    expect(last(orderers)).toBeLessThan(first(peers));
    expect(Math.max(...Object.values(newLogins(before, await logins())))).toBeLessThanOrEqual(2);
  });

  test("leaves A=10 and B=20 at every peer", async () => {
    expect(values(await verify())).toEqual(three(10, 20));
  });

  test("a transfer through one organisation's peer is read at the other's", async () => {
    expect(values(await verify("write"))).toEqual(three(9, 21));
  });
});

describe("nothing to do", () => {
  test("a second up changes nothing and logs in nowhere; so does a preview", async () => {
    const before = await logins();
    await stack.up("--expect-no-changes");
    const { code } = await stack.pulumi("preview", "--expect-no-changes", "--stack", stack.name);
    expect(code).toBe(0);
    expect(newLogins(before, await logins())).toEqual({});
  });
});

describe("a change", () => {
  test("of a peer's log level replaces that container only, keeps its ledger and logs in nowhere else", async () => {
    const before = await containers(stack.name);
    const loggedIn = await logins();
    await stack.configure((config) => {
      const org = config["consortium:fabric"].organizations.Org1;
      if (org) org.peers = { peer0: { server: "p1", logLevel: "debug" } };
    });
    const { summary } = await stack.up();
    expect(summary.replaced).toBe(1);
    expect(changed(before, await containers(stack.name))).toEqual(["peer0.org1.example.com"]);
    expect(newLogins(loggedIn, await logins())).toEqual({ p1: 1 });
    expect(values(await verify())).toEqual(three(9, 21));
  });

  test("of a Kafka property replaces the brokers one at a time, each in sync before the next", async () => {
    const before = await containers(stack.name);
    await stack.configure((config) => {
      config["consortium:fabric"].ordering.kafkaProperties = { "num.io.threads": 4 };
      const org = config["consortium:fabric"].organizations.Org1;
      if (org) org.peers = { peer0: { server: "p1", logLevel: "debug" } };
    });
    const { text } = await stack.up();
    const after = await containers(stack.name);
    expect(changed(before, after)).toEqual(brokers);
    expect(from(after, ...brokers)).toEqual([...from(after, ...brokers)].sort((a, b) => a - b));
    const line = (pattern: RegExp) => text.split("\n").findIndex((l) => pattern.test(l));
    for (const [nth, broker] of brokers.entries()) {
      const next = brokers[nth + 1];
      if (next === undefined) break;
      const inSync = line(new RegExp(`Command ${broker}-in-sync updated`));
      expect(inSync).toBeGreaterThan(-1);
      expect(line(new RegExp(`Container e2e-${next} (deleting|replacing|creating)`))).toBeGreaterThan(inSync);
    }
    expect(values(await verify("write"))).toEqual(three(8, 22));
  });

  test("of the founding is refused by name in the preview", async () => {
    await stack.configure((config) => {
      config["consortium:fabric"].organizations.Org6 = {
        domain: "org6.example.com",
        peers: { peer0: "o2" },
        anchors: ["peer0"],
      };
      config["consortium:fabric"].ordering.batch = { timeout: "1s" };
    });
    const { code, stdout, stderr } = await stack.pulumi("preview", "--stack", stack.name);
    expect(code).not.toBe(0);
    expect(stdout + stderr).toMatch(/adding an organisation to a running network is not built yet/);
    expect(stdout + stderr).toMatch(/fabric\.ordering\.batch\.timeout/);
  });

  test("a further peer joins and leaves all other containers alone", async () => {
    await stack.configure();
    await stack.up();
    const before = await containers(stack.name);
    await stack.configure((config) => {
      const org = config["consortium:fabric"].organizations.Org1;
      if (org) org.peers = { peer0: "p1", peer1: "zk1" };
    });
    await stack.up();
    expect(changed(before, await containers(stack.name))).toEqual([
      "mycc-mychannel-peer1.org1.example.com",
      "peer1.org1.example.com",
    ]);
    expect(values(await verify())).toEqual(Array(4).fill({ A: "8", B: "22" }));
  });
});

describe("faults", () => {
  test("all hosts lose power at once: the network comes back by itself and takes a transfer", async () => {
    await makeFault(lab, "power-cut", [...thirteen], {});
    expect(values(await verify("write"))).toEqual(Array(4).fill({ A: "7", B: "23" }));
  });

  test("all containers removed: up brings them back with their data, without joining or installing again", async () => {
    await onHosts(`docker rm -fv $(docker ps -aq --filter label=consortium.stack=${stack.name}) >/dev/null`);
    const { text } = await stack.up("--refresh");
    expect(text).not.toMatch(/mychannel-(join|channel|mycc-install)\S* (creating|updating)/);
    expect(values(await verify("write"))).toEqual(Array(4).fill({ A: "6", B: "24" }));
    await stack.up("--expect-no-changes");
  });
});

describe("secrets", () => {
  test("are found in no output, plan, log, process list, state or audit file, and on no server they are not for", async () => {
    const { table, complaints } = await searchForSecrets({ stack, registryLogin, processes });
    console.log(table);
    expect(complaints).toEqual([]);
  });

  test("of exec the audit file names the service and the program, not its arguments", async () => {
    const { events } = await readEvents(stack);
    expect(events.filter(({ verb }) => verb === "exec").map((event) => event.arguments)).toContainEqual({
      service: "kafka1",
      program: "sh",
    });
  });
});

describe("destroy", () => {
  test("leaves nothing of ours on any server", async () => {
    await stack.destroy();
    expect(await leftOn()).toEqual(nothing);
  });
});
