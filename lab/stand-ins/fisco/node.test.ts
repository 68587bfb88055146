import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { writeChain } from "../testing/chain.js";
import { ChannelClient, ReceiptTimeout } from "./channel-client.js";
import { cnsAddress, encodeCnsCall } from "./cns.js";
import { type RunningNode, readNode, startNode } from "./node.js";

const running: RunningNode[] = [];
afterEach(() => {
  for (const node of running.splice(0)) node.stop();
});

const folder = () => mkdtempSync(join(tmpdir(), "stand-in-fisco-"));

async function start(node: { readonly folder: string }): Promise<RunningNode> {
  const started = await startNode(node.folder, readNode(node.folder, "config.ini", new Date()), "at once");
  running.push(started);
  return started;
}

function credentials(sdk: string) {
  const read = (name: string) => readFileSync(join(sdk, name), "utf8");
  return { key: read("sdk.key"), certificate: read("sdk.crt"), authority: read("ca.crt") };
}

async function until(what: string, holds: () => boolean, seconds = 15): Promise<void> {
  const deadline = Date.now() + seconds * 1000;
  while (!holds()) {
    if (Date.now() > deadline) throw new Error(`not in ${seconds} s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

test.each(["rsa", "ec"] as const)(
  "two nodes of which the second dials the first agree, and an SDK's transaction is on both (%s channel)",
  async (kind) => {
    const chain = await writeChain(folder(), [[], [0]], kind);
    const [one, two] = [await start(chain.nodes[0] ?? never()), await start(chain.nodes[1] ?? never())];
    await until("connected", () => one.chain.sessions().length === 1 && two.chain.sessions().length === 1);
    const view = one.chain.group.view;
    await until("the view climbs", () => one.chain.group.view > view + 1);
    const peer = `127.0.0.1:${chain.nodes[0]?.ports.channel}`;
    const client = await ChannelClient.open(peer, credentials(chain.sdk), 1);
    const deployed = await client.send({ contract: "HelloWorld", data: "0x00" }, 10);
    expect(deployed.status).toBe("0x0");
    const data = encodeCnsCall({
      method: "insert",
      name: "HelloWorld",
      version: "1.0",
      address: deployed.contractAddress,
      abi: "[]",
    });
    await client.send({ to: cnsAddress, data }, 10);
    expect(await client.names("HelloWorld")).toEqual([
      { name: "HelloWorld", version: "1.0", address: deployed.contractAddress, abi: "[]" },
    ]);
    await until("both have it", () => two.chain.ledger.tip.number === 2);
    expect(two.chain.ledger.tip).toEqual(one.chain.ledger.tip);
    client.close();
    const [file = ""] = readdirSync(join(chain.nodes[0]?.folder ?? "", "log"));
    expect(file).toMatch(/^log_\d{10}\.\d{2}\.log$/);
    const log = readFileSync(join(chain.nodes[0]?.folder ?? "", "log", file), "utf8");
    expect(log).toMatch(
      /^info\|\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}\|\[P2P\]\[Service\] heartBeat,connected count=\d$/m,
    );
    expect(log).toContain("++++++++++++++++ Generating seal on,blkNum=1,tx=0,nodeIdx=");
    expect(log).toContain("^^^^^^^^Report,num=2,");
  },
);

test("one of two is no quorum: the view stands still and a transaction gets no receipt", async () => {
  const chain = await writeChain(folder(), [[], [0]]);
  const node = await start(chain.nodes[0] ?? never());
  const client = await ChannelClient.open(
    `127.0.0.1:${chain.nodes[0]?.ports.channel}`,
    credentials(chain.sdk),
    1,
  );
  await expect(client.send({ contract: "HelloWorld", data: "0x00" }, 3)).rejects.toThrow(ReceiptTimeout);
  expect(node.chain.group.view).toBe(1);
  expect(await client.rpc("getBlockNumber", [])).toBe("0x0");
  client.close();
});

test("an SDK of another agency is turned away", async () => {
  const chain = await writeChain(folder(), [[]], "ec");
  await start(chain.nodes[0] ?? never());
  await expect(
    ChannelClient.open(`127.0.0.1:${chain.nodes[0]?.ports.channel}`, credentials(chain.foreignSdk), 1),
  ).rejects.toThrow(/the node closed the channel|disconnected before secure TLS/);
});

test("on the RSA channel an SDK whose certificate says CA:FALSE is turned away, as a node does it", async () => {
  const chain = await writeChain(folder(), [[]]);
  const node = chain.nodes[0] ?? never();
  await start(node);
  await expect(
    ChannelClient.open(`127.0.0.1:${node.ports.channel}`, credentials(chain.leafSdk), 1),
  ).rejects.toThrow(/the node closed the channel|disconnected before secure TLS/);
  const logs = join(node.folder, "log");
  const text = readdirSync(logs).map((file) => readFileSync(join(logs, file), "utf8"));
  expect(text.join("")).toContain("expecting an ec key");
});

test("a node that was away takes over what the others did, and its data outlives it", async () => {
  const chain = await writeChain(folder(), [[], [0], [0, 1], [0, 1, 2]]);
  const three = await Promise.all(chain.nodes.slice(0, 3).map(start));
  await until("three are connected", () => three.every((node) => node.chain.sessions().length === 2));
  const client = await ChannelClient.open(
    `127.0.0.1:${chain.nodes[1]?.ports.channel}`,
    credentials(chain.sdk),
    1,
  );
  await client.send({ contract: "One", data: "0x00" }, 10);
  client.close();
  const late = await start(chain.nodes[3] ?? never());
  await until("the late one has the block", () => late.chain.ledger.tip.number === 1);
  for (const node of running.splice(0)) node.stop();
  const again = await start(chain.nodes[3] ?? never());
  expect(again.chain.ledger.tip.number).toBe(1);
});

test("two nodes that dial each other at the same moment lose both sessions, as in the manual's 7.4", async () => {
  const chain = await writeChain(folder(), [[1], [0]]);
  // Both must listen before the clock's next whole 10 s: one that comes after it finds a session that stands.
  await until("the clock is early in its 10 s", () => Date.now() % 10_000 < 4000);
  const nodes = await Promise.all(
    chain.nodes.map(async (node) => {
      const files = readNode(node.folder, "config.ini", new Date());
      const started = await startNode(node.folder, files, "together");
      running.push(started);
      return started;
    }),
  );
  const logOf = ({ folder }: { readonly folder: string }) =>
    readdirSync(join(folder, "log"))
      .map((file) => readFileSync(join(folder, "log", file), "utf8"))
      .join("");
  await until(
    "each has dropped a second session and lost the first",
    () => chain.nodes.map(logOf).every((log) => log.includes("DuplicatePeer") && log.includes("errorCode=3")),
    45,
  );
  expect(nodes.map((node) => node.chain.sessions().length)).toEqual([0, 0]);
}, 60_000);

function never(): never {
  throw new Error("no such node");
}
