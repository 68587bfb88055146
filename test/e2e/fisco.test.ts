/**
 * A chain of FISCO BCOS 2.9 on four lab hosts, a sealer on each: made by one `pulumi up`, broken, healed, changed,
 * destroyed. Node and console are the lab's stand-ins, which refuse every file that is not right. The tests build on each
 * other and run in order.
 */
import { beforeAll, describe, expect, test } from "vitest";
import { up as labUp } from "../../lab/hosts.js";
import { ensureImages } from "../../lab/images/build.js";
import { currentLab } from "../../lab/lab.js";
import { parsePromise } from "../../lab/promise.js";
import type { ChainHealth } from "../../topology/fisco/health/judge.js";
import type { StatusReport } from "../../topology/status/report.js";
import {
  absences,
  changed,
  containers,
  keyFiles,
  leftOn,
  logins,
  newLogins,
  onHost,
} from "./support/hosts.js";
import { LabStack } from "./support/stack.js";

const hosts = ["f1", "f2", "f3", "f4"] as const;
const nothing = Object.fromEntries(hosts.map((host) => [host, ""]));
let stack: LabStack;

type ChainReport = StatusReport & { readonly chain?: ChainHealth };

/** What `./consortium status` says, and its exit status. */
async function status(): Promise<{ readonly code: number; readonly report: ChainReport }> {
  const { code, stdout } = await stack.ask("status");
  return { code, report: JSON.parse(stdout) as ChainReport };
}

beforeAll(async () => {
  const say = (line: string) => console.log(line);
  await ensureImages("fisco", say);
  // A node's row asks for 20 GiB; two are on one host in a refused change.
  const promise = parsePromise("disk=60GiB");
  await labUp(currentLab(), { names: [...hosts], disk: undefined, promise, say });
  stack = await LabStack.create("fisco4", "Pulumi.fisco4.yaml");
});

describe("the first up", () => {
  test("makes a chain whose four sealers work, and a console that reaches it", async () => {
    const { summary } = await stack.up();
    expect(summary.errored).toBeUndefined();
    const { code, report } = await status();
    expect([code, report.findings]).toEqual([0, []]);
    expect(report.chain?.summary).toBe("healthy: 4 of 4 sealers work, 3 are needed");
    expect(await onHost("f1", "docker exec fisco4-fisco-console ./console.sh getBlockNumber")).toMatch(
      /^\d+$/m,
    );
  });

  test("a second up changes nothing and logs in nowhere; so does a preview", async () => {
    const before = await logins(hosts);
    await stack.up("--expect-no-changes");
    const { code } = await stack.pulumi("preview", "--expect-no-changes", "--stack", stack.name);
    expect(code).toBe(0);
    expect(newLogins(before, await logins(hosts))).toEqual({});
  });

  test("no key of an authority is on any server, and no node has another's", async () => {
    const found = await Promise.all(hosts.map(keyFiles));
    const ofNode = (node: string) => [
      `fisco4-${node}:/data/conf/channel_cert/node.key`,
      `fisco4-${node}:/data/conf/node.key`,
    ];
    expect(found.map((files) => files.map(({ path }) => path))).toEqual([
      [
        "fisco4-fisco-console:/console/conf/sdk.key",
        ...ofNode("node0"),
        "fisco4-registry:/etc/consortium-registry/tls.key",
      ],
      ofNode("node1"),
      ofNode("node2"),
      ofNode("node3"),
    ]);
    const all = found.flat();
    expect(all.filter(({ keys }) => keys !== 1)).toEqual([]);
    expect(new Set(all.map(({ sha256 }) => sha256)).size).toBe(all.length);
  });
});

describe("of four sealers", () => {
  test("one may be killed: the chain goes on", async () => {
    await onHost("f4", "docker stop -t 0 fisco4-node3");
    const { code, report } = await status();
    expect(code).toBe(1);
    expect(report.chain).toMatchObject({ state: "degraded", working: 3 });
  });

  test("two may not: the quorum is lost, and status says so", async () => {
    await onHost("f3", "docker stop -t 0 fisco4-node2");
    const { code, report } = await status();
    expect(code).toBe(1);
    expect(report.chain?.state).toBe("quorum lost");
    expect(report.findings.map(({ says }) => says)).toContain(
      "quorum lost: 0 of 4 sealers work, 3 are needed; no transaction gets a receipt",
    );
  });

  test("both come back with their data, and it works again", async () => {
    await onHost("f3", "docker start fisco4-node2");
    await onHost("f4", "docker start fisco4-node3");
    await expect.poll(async () => (await status()).report.chain?.state, { timeout: 120_000 }).toBe("healthy");
  });
});

describe("a change", () => {
  test("of one node's log level replaces that node only", async () => {
    const before = await containers(stack.name, hosts);
    await stack.configure((config) => {
      const { bank } = config["consortium:fisco"].agencies;
      if (bank) bank.nodes = { node2: { server: "f3", logLevel: "warning" }, node3: "f4" };
    });
    await stack.up();
    expect(changed(before, await containers(stack.name, hosts))).toEqual(["node2"]);
    expect((await status()).report.chain?.state).toBe("healthy");
  });

  test("of every node's log level replaces them one at a time", async () => {
    const before = await containers(stack.name, hosts);
    const begun = new Date();
    await stack.configure((config) => {
      config["consortium:fisco"].logs = { level: "warning" };
    });
    await stack.up();
    const after = await containers(stack.name, hosts);
    expect(changed(before, after)).toEqual(["node0", "node1", "node3"]);
    const away = await absences(stack.name, begun, hosts);
    expect(away.map(({ name }) => name)).toEqual(["node0", "node1", "node3"]);
    // Each was back before the next one went.
    for (const [nth, { name, from }] of away.entries())
      expect(from, name).toBeGreaterThan(away[nth - 1]?.to ?? 0);
    expect((await status()).report.chain?.state).toBe("healthy");
  });

  test("of what the chain was founded with is refused by name in the preview", async () => {
    await stack.configure((config) => {
      config["consortium:fisco"].chainId = 2;
      config["consortium:fisco"].acceptNoFaultTolerance = true;
      const { bank } = config["consortium:fisco"].agencies;
      if (bank) bank.nodes = { node2: "f3", node3: "f4", node4: { server: "f4", p2pPort: 31300 } };
    });
    const { code, stdout, stderr } = await stack.pulumi("preview", "--stack", stack.name);
    expect(code).not.toBe(0);
    expect(stdout + stderr).toMatch(/fisco\.chainId/);
    expect(stdout + stderr).toMatch(/adding a node to a running chain is not built yet/);
    await stack.configure();
  });
});

describe("destroy", () => {
  test("leaves nothing of ours on any server", async () => {
    await stack.destroy();
    expect(await leftOn(hosts)).toEqual(nothing);
  });
});
