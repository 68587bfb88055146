import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, test } from "vitest";
import { attempt } from "../../../hosts/process.js";
import { root } from "../../../ops/checkout.js";
import { nodeBundle } from "../../../scripts/bundle.js";
import { type TestChain, writeChain } from "../testing/chain.js";
import { table } from "./commands.js";
import { consoleSettings } from "./settings.js";

const toml = (peer: string) => `[cryptoMaterial]
certPath = "conf"                           # The certification path
[network]
peers=["${peer}"]    # The peer list to connect
[account]
keyStoreDir = "account"
accountFileFormat = "pem"
[threadPool]
maxBlockingQueueSize = "102400"
`;

test("config.toml of upstream's shape is read", () => {
  expect(consoleSettings(toml("10.0.0.1:20200"))).toEqual({
    peers: ["10.0.0.1:20200"],
    authority: "conf/ca.crt",
    certificate: "conf/sdk.crt",
    key: "conf/sdk.key",
  });
});

test.each([
  ["an unknown key", "keyStoreDir", "keyDir", "account.keyDir is not known"],
  ["no peers", "peers", "# peers", "network.peers names no node"],
  ["a peer without port", "10.0.0.1:20200", "10.0.0.1", "network.peers: 10.0.0.1 is not host:port"],
  ["a text without quotes", '"conf"', "conf", "conf/config.toml:2: conf is not a text in double quotes"],
])("config.toml with %s is refused", (_, from, to, message) => {
  expect(() => consoleSettings(toml("10.0.0.1:20200").replace(from, to))).toThrow(message);
});

test("queryCNS prints upstream's table", () => {
  expect(table([{ version: "1.0", address: "0xf485b9ccfffa668f4d7fac37c81c0cd63408188c" }])).toBe(
    `---------------------------------------------------------------------------------------------
|                   version                   |                   address                   |
|                     1.0                     | 0xf485b9ccfffa668f4d7fac37c81c0cd63408188c  |
---------------------------------------------------------------------------------------------
`,
  );
});

const place = mkdtempSync(join(tmpdir(), "stand-in-console-"));
const children: ReturnType<typeof spawn>[] = [];
let chain: TestChain;

beforeAll(async () => {
  await build({
    ...nodeBundle,
    absWorkingDir: root,
    entryPoints: { node: "lab/stand-ins/fisco/main.ts", console: "lab/stand-ins/fisco-console/main.ts" },
    outdir: place,
    outExtension: { ".js": ".mjs" },
  });
  chain = await writeChain(place, [[], [0]]);
  for (const { folder } of chain.nodes)
    children.push(
      spawn(process.execPath, [join(place, "node.mjs"), "-c", "config.ini"], {
        cwd: folder,
        stdio: "inherit",
      }),
    );
  cpSync(chain.sdk, join(place, "console", "conf"), { recursive: true });
  writeFileSync(
    join(place, "console", "conf", "config.toml"),
    toml(`127.0.0.1:${chain.nodes[1]?.ports.channel}`),
  );
  mkdirSync(join(place, "console", "contracts", "solidity"), { recursive: true });
  writeFileSync(
    join(place, "console", "contracts", "solidity", "HelloWorld.sol"),
    "contract HelloWorld {}\n",
  );
}, 60_000);
afterAll(() => {
  for (const child of children) child.kill("SIGTERM");
});

function runConsole(args: [string, ...string[]], stdin?: string) {
  return attempt([process.execPath, join(place, "console.mjs"), ...args], {
    cwd: join(place, "console"),
    timeoutSeconds: 60,
    ...(stdin === undefined ? {} : { stdin }),
  });
}

test("two node processes agree; the console deploys a contract by standard input and finds it", async () => {
  let answer = "";
  for (let tries = 0; tries < 40 && !answer.includes("contract address"); tries++) {
    ({ stdout: answer } = await runConsole(["interactive", "1"], "deployByCNS HelloWorld 1.0\n"));
    if (!answer.includes("contract address")) await new Promise((resolve) => setTimeout(resolve, 500));
  }
  expect(answer).toMatch(
    /\[group:1\]> transaction hash: 0x[0-9a-f]{64}\ncontract address: 0x[0-9a-f]{40}\n\{\n {4}"code":1,/,
  );
  const address = /contract address: (0x[0-9a-f]{40})/.exec(answer)?.[1];
  const found = await runConsole(["once", "queryCNS", "HelloWorld"]);
  expect(found.stdout).toContain(`| ${address}  |`);
  const again = await runConsole(["once", "deployByCNS", "HelloWorld", "1.0"]);
  expect(again.stdout).toContain('"code":-51200');
  const sealers = await runConsole(["once", "getSealerList"]);
  expect(sealers.stdout).toContain(chain.nodes[0]?.id);
  const missing = await runConsole(["once", "deployByCNS", "Other", "1.0"]);
  expect(missing.stdout).toContain("There is no Other.sol in the directory of contracts/solidity");
  expect((await runConsole(["once", "queryCNS", "Other"])).stdout).toBe("Empty set.\n");
}, 90_000);

test("a node whose genesis was changed does not start again, one that is stopped ends with status 0", async () => {
  const [, node] = chain.nodes;
  const child = children[1];
  if (!node || !child) throw new Error("no such node");
  const ended = new Promise((resolve) => child.on("exit", resolve));
  child.kill("SIGTERM");
  expect(await ended).toBe(0);
  const file = join(node.folder, "conf", "group.1.genesis");
  writeFileSync(file, readFileSync(file, "utf8").replace("max_trans_num=1000", "max_trans_num=2000"));
  const again = await attempt([process.execPath, join(place, "node.mjs"), "-c", "config.ini"], {
    cwd: node.folder,
    timeoutSeconds: 30,
  });
  expect(again.code).toBe(1);
  expect(again.stderr).toContain("The Genesis Data is inconsistent with the initial Genesis Data");
}, 60_000);
