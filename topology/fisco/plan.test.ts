import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { PlannedService } from "../model/service.js";
import { makeMaterial } from "./material.js";
import { type FiscoInput, fourNodes, planOf, settingsOf, sourcesOf, wefeChain } from "./testing/chain.js";

const wefe = planOf(settingsOf(wefeChain));
const four = planOf(settingsOf(fourNodes));

function service(plan: { readonly services: readonly PlannedService[] }, name: string): PlannedService {
  const found = plan.services.find((one) => one.name === name);
  if (!found) throw new Error(`no service ${name}`);
  return found;
}

/** A text file of a service. */
function fileOf(plan: { readonly services: readonly PlannedService[] }, name: string, path: string): string {
  const source = service(plan, name).files.find((file) => file.path === path)?.source;
  if (source?.kind !== "text") throw new Error(`${name} has no text ${path}`);
  return source.text;
}

/** The value of a key in a section of an INI file. */
function value(ini: string, section: string, key: string): string | undefined {
  const [, part = ""] = ini.split(`[${section}]\n`);
  const lines = part.split("\n[")[0]?.split("\n") ?? [];
  return lines.find((line) => line.startsWith(`${key}=`))?.slice(key.length + 1);
}

describe("the manual's chain: 2 nodes on one server", () => {
  test("the second node's ports follow its written one, as build_chain.sh numbers them", () => {
    expect(
      wefe.services.map(({ name, ports }) => [name, ports.map((p) => `${p.name} ${p.address}:${p.port}`)]),
    ).toEqual([
      ["node0", ["p2p 10.0.0.1:30300", "channel 10.0.0.1:20200", "rpc 127.0.0.1:8545"]],
      ["node1", ["p2p 10.0.0.1:30301", "channel 10.0.0.1:20201", "rpc 127.0.0.1:8546"]],
      ["fisco-console", []],
    ]);
  });

  test("only the second dials the first", () => {
    expect(value(fileOf(wefe, "node0", "/data/config.ini"), "p2p", "node.0")).toBeUndefined();
    expect(value(fileOf(wefe, "node1", "/data/config.ini"), "p2p", "node.0")).toBe("10.0.0.1:30300");
    expect(value(fileOf(wefe, "node1", "/data/config.ini"), "p2p", "node.1")).toBeUndefined();
  });

  test("neither may fail", () => {
    expect(wefe.fisco.tolerance).toEqual({ sealers: 2, mayFail: 0, needed: 2 });
  });

  test("sources that another network gives the console change the console alone", () => {
    const given = [{ path: "lib/Table.sol", text: "contract Table {}" }];
    const plan = planOf(settingsOf(wefeChain), given);
    expect(fileOf(plan, "fisco-console", "/console/contracts/solidity/lib/Table.sol")).toBe(
      "contract Table {}",
    );
    const others = ({ services }: typeof plan) => services.filter(({ role }) => role !== "fisco-console");
    expect(others(plan)).toEqual(others(wefe));
  });

  test("the console dials its agency's nodes", () => {
    expect(fileOf(wefe, "fisco-console", "/console/conf/config.toml")).toBe(`[cryptoMaterial]
certPath = "conf"

[network]
peers = ["10.0.0.1:20200", "10.0.0.1:20201"]

[account]
keyStoreDir = "account"
accountFileFormat = "pem"

[threadPool]
maxBlockingQueueSize = "102400"
`);
  });
});

describe("a node as planned", () => {
  const node0 = service(four, "node0");

  test("config.ini", () => {
    expect(fileOf(four, "node2", "/data/config.ini")).toBe(`[rpc]
channel_listen_ip=10.0.0.1
channel_listen_port=20200
jsonrpc_listen_ip=127.0.0.1
jsonrpc_listen_port=8545
disable_dynamic_group=true
channel_thread_count=8
jsonrpc_thread_count=8

[p2p]
listen_ip=10.0.0.1
listen_port=30300
peers_param_limit=10
max_nodes_limit=100
enable_compress=true
node.0=10.0.0.3:30300
node.1=10.0.0.4:30300

[certificate_blacklist]

[certificate_whitelist]

[group]
group_data_path=data/
group_config_path=conf/

[network_security]
data_path=conf/
key=node.key
cert=node.crt
ca_cert=ca.crt
ca_path=
check_cert_issuer=true

[storage_security]
enable=false
key_manager_ip=
key_manager_port=
cipher_data_key=

[chain]
id=1
sm_crypto=false
sm_crypto_channel=false
rsa_crypto_channel=true

[compatibility]
supported_version=2.9.1

[log]
enable=true
log_path=./log
enable_statistic=false
stat_flush_interval=60
level=info
max_log_file_size=200
flush=true

[flow_control]
`);
  });

  test("2.9.0 does not know the thread counts of 2.9.1", () => {
    const older = planOf(settingsOf({ ...fourNodes, version: "2.9.0" }));
    const config = fileOf(older, "node0", "/data/config.ini");
    expect(value(config, "rpc", "channel_thread_count")).toBeUndefined();
    expect(value(config, "compatibility", "supported_version")).toBe("2.9.0");
  });

  test("its files, keys for nobody else to read", () => {
    expect(
      node0.files.map(({ path, mode, source }) =>
        `${mode} ${path} ${source.kind === "text" ? "" : source.name}`.trim(),
      ),
    ).toEqual([
      "0644 /data/config.ini",
      "0755 /data/run.sh",
      "0644 /data/conf/ca.crt fisco/chain/certificate",
      "0644 /data/conf/node.crt fisco/node/node0/certificate",
      "0600 /data/conf/node.key fisco/node/node0/key",
      "0644 /data/conf/node.nodeid fisco/node0/id",
      "0644 /data/conf/group.1.genesis fisco/genesis",
      "0644 /data/conf/group.1.ini",
      "0644 /data/conf/channel_cert/ca.crt fisco/channel/union/certificate",
      "0644 /data/conf/channel_cert/node.crt fisco/channel-node/node0/certificate",
      "0600 /data/conf/channel_cert/node.key fisco/channel-node/node0/key",
    ]);
  });

  test("with keys on secp256k1 for SDKs there is no second set, and the node says so", () => {
    const ec = planOf(settingsOf({ ...fourNodes, sdkCertificate: "ec" }));
    expect(service(ec, "node0").files.filter(({ path }) => path.includes("channel_cert"))).toEqual([]);
    expect(value(fileOf(ec, "node0", "/data/config.ini"), "chain", "rsa_crypto_channel")).toBe("false");
  });

  test("its container, its volumes and what is frozen in them", () => {
    const { files: _files, ports: _ports, limits: _limits, ...rest } = node0;
    expect(rest).toEqual({
      name: "node0",
      memberId: 1,
      container: "prod-node0",
      owner: "union",
      role: "fisco-node",
      phase: "fisco-node",
      server: "u1",
      image: "fisco-bcos",
      command: [],
      env: {},
      hosts: {},
      volumes: [
        {
          name: "prod-node0-data",
          path: "/data/data",
          frozen: { chain: "1", group: "1", agency: "union", node: "node0" },
        },
        { name: "prod-node0-log", path: "/data/log", frozen: {} },
      ],
      stopSeconds: 60,
      options: { entrypoint: ["/bin/sh", "/data/run.sh"], workingDir: "/data" },
    });
  });

  test("its own log level, and how the stack keeps logs", () => {
    const quiet = planOf(
      settingsOf({
        ...fourNodes,
        agencies: { union: { nodes: { node0: { server: "u1", logLevel: "error" }, node1: "u2" } } },
        logs: { level: "warning", keep: "36h", maxFileSize: "1GiB" },
      }),
    );
    const config = (name: string) => fileOf(quiet, name, "/data/config.ini");
    expect(["node0", "node1"].map((name) => value(config(name), "log", "level"))).toEqual([
      "error",
      "warning",
    ]);
    expect(value(config("node0"), "log", "max_log_file_size")).toBe("1024");
    expect(fileOf(quiet, "node0", "/data/run.sh")).toContain("-mmin +2160 ");
  });

  test("a server with an IPv6 address is dialled in brackets", () => {
    const settings = settingsOf(wefeChain);
    const { u1 } = settings.servers ?? {};
    if (!u1) throw new Error("no server u1");
    const six = planOf({ ...settings, servers: { u1: { ...u1, address: "2001:db8::1" } } });
    expect(value(fileOf(six, "node1", "/data/config.ini"), "p2p", "node.0")).toBe("[2001:db8::1]:30300");
  });
});

test("an agency's applications get their own agency's nodes", () => {
  expect(four.fisco.sdks).toEqual([
    {
      agency: "bank",
      peers: ["10.0.0.1:20200", "10.0.0.2:20200"],
      material: {
        ca: "fisco/channel/bank/certificate",
        certificate: "fisco/sdk/bank/certificate",
        key: "fisco/sdk/bank/key",
      },
    },
    {
      agency: "union",
      peers: ["10.0.0.3:20200", "10.0.0.4:20200"],
      material: {
        ca: "fisco/channel/union/certificate",
        certificate: "fisco/sdk/union/certificate",
        key: "fisco/sdk/union/key",
      },
    },
  ]);
});

/** Chains of 4 to 13 nodes of up to 3 agencies on up to 6 servers, some ports written, in any order. */
const chains: fc.Arbitrary<FiscoInput> = fc
  .array(
    fc.record({
      server: fc.integer({ min: 0, max: 5 }).map((index) => `s${index}`),
      agency: fc.constantFrom("alpha", "beta", "gamma"),
      written: fc.boolean(),
    }),
    { minLength: 4, maxLength: 13 },
  )
  .chain((nodes) =>
    fc.shuffledSubarray(
      nodes.map((node, index) => ({ ...node, index })),
      { minLength: nodes.length },
    ),
  )
  .map((nodes) => {
    const agencies: Record<string, { nodes: Record<string, string | { server: string; p2pPort: number }> }> =
      {};
    for (const { server, agency, written, index } of nodes) {
      agencies[agency] ??= { nodes: {} };
      agencies[agency].nodes[`node${index}`] = written ? { server, p2pPort: 30_300 + index } : server;
    }
    return { version: "2.9.1", agencies, acceptNoFaultTolerance: true };
  });

const forAnyChain = (property: (plan: ReturnType<typeof planOf>, input: FiscoInput) => void) =>
  fc.assert(
    fc.property(chains, (input) => property(planOf(settingsOf(input)), input)),
    { numRuns: 50 },
  );

describe("whatever 4 to 13 nodes stand wherever", () => {
  test("no port of a server is given twice", () => {
    forAnyChain(({ services }) => {
      const given = services.flatMap(({ server, ports }) => ports.map(({ port }) => `${server} ${port}`));
      expect(new Set(given).size).toBe(given.length);
    });
  });

  test("of two nodes exactly one dials the other, where it listens", () => {
    forAnyChain((plan) => {
      const dialled = (name: string) =>
        [...fileOf(plan, name, "/data/config.ini").matchAll(/^node\.\d+=(.+)$/gm)].map(([, to]) => to ?? "");
      const listens = (name: string) => {
        const port = service(plan, name).ports.find((one) => one.name === "p2p");
        return `${port?.address}:${port?.port}`;
      };
      const names = plan.fisco.nodes.map(({ name }) => name);
      for (const one of names)
        for (const other of names) {
          const calls = [dialled(one).includes(listens(other)), dialled(other).includes(listens(one))];
          expect(calls.filter(Boolean).length).toBe(one === other ? 0 : 1);
        }
      const all = names.map(listens);
      expect(names.flatMap(dialled).filter((to) => !all.includes(to))).toEqual([]);
    });
  });

  test("every node has the same block 0 and the same group settings", () => {
    forAnyChain(({ services, fisco }) => {
      const nodes = services.filter(({ role }) => role === "fisco-node");
      expect(nodes.length).toBe(fisco.tolerance.sealers);
      for (const path of ["/data/conf/group.1.genesis", "/data/conf/group.1.ini"]) {
        const sources = nodes.map(({ files }) =>
          JSON.stringify(files.find((file) => file.path === path)?.source),
        );
        expect(new Set(sources).size).toBe(1);
      }
    });
  });

  test("each node has its own key and the certificate of its own agency", () => {
    forAnyChain(({ services, fisco }) => {
      const keys = services.flatMap(({ files }) =>
        files.filter(({ path }) => path === "/data/conf/node.key"),
      );
      expect(new Set(keys.map(({ source }) => JSON.stringify(source))).size).toBe(fisco.nodes.length);
      for (const { name, agency } of fisco.nodes)
        expect(fisco.certificates.find(({ id }) => id === `node/${name}`)?.issuer).toBe(`agency/${agency}`);
    });
  });

  test("the order in which the stack is written does not matter", () => {
    fc.assert(
      fc.property(chains, (input) => {
        const reversed = Object.fromEntries(
          Object.entries(input.agencies)
            .reverse()
            .map(([name, { nodes }]) => [
              name,
              { nodes: Object.fromEntries(Object.entries(nodes).reverse()) },
            ]),
        );
        expect(planOf(settingsOf({ ...input, agencies: reversed }))).toEqual(planOf(settingsOf(input)));
      }),
      { numRuns: 30 },
    );
  });
});

describe("the material of a chain", () => {
  const plan = four.fisco;
  const made = makeMaterial(plan, sourcesOf(plan));

  test("is everything that files name", () => {
    const named = [four, wefe].flatMap(({ services }) =>
      services.flatMap(({ files }) =>
        files.flatMap(({ source }) => (source.kind === "text" ? [] : [source.name])),
      ),
    );
    const all = new Set([...made.keys(), ...makeMaterial(wefe.fisco, sourcesOf(wefe.fisco)).keys()]);
    expect(named.filter((name) => !all.has(name))).toEqual([]);
  });

  test("has no key of an authority", () => {
    const keys = [...made.keys()].filter((name) => name.endsWith("/key"));
    expect(keys.filter((name) => /chain|agency|channel\//.test(name))).toEqual([]);
    expect(keys.length).toBe(10);
  });

  test("block 0 names the nodes by id, sorted, and nothing that the machine's clock says", () => {
    const genesis = made.get("fisco/genesis") ?? "";
    const ids = [...genesis.matchAll(/^node\.(\d+)=([0-9a-f]{128})$/gm)];
    expect(ids.map(([, index]) => index)).toEqual(["0", "1", "2", "3"]);
    const listed = ids.map(([, , id]) => id);
    expect([...listed].sort()).toEqual(listed);
    expect(new Set(listed)).toEqual(new Set(plan.nodes.map(({ name }) => made.get(`fisco/${name}/id`))));
    expect(genesis.replace(/[0-9a-f]{128}/g, "ID")).toBe(`[consensus]
consensus_type=pbft
max_trans_num=1000
consensus_timeout=3
epoch_sealer_num=4
epoch_block_num=1000
node.0=ID
node.1=ID
node.2=ID
node.3=ID

[state]
type=storage

[tx]
gas_limit=300000000

[group]
id=1
timestamp=1772323200000

[evm]
enable_free_storage=false
`);
  });

  test("is the same each time it is made", () => {
    expect([...makeMaterial(plan, sourcesOf(plan))]).toEqual([...made]);
  });
});
