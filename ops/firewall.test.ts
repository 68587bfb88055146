import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { firewallsOf } from "../topology/firewall/openings.js";
import { planWithoutFabric } from "../topology/testing/bridged.js";
import { source } from "./checkout.js";
import { chosenFirewalls, printed, warningOf } from "./firewall.js";

const place = { stack: "prod", label: "prod", file: source("Pulumi.prod.yaml"), folder: source() };
const options = { server: [], operator: [], clients: [] };
const print = { format: "table", policy: "accept", operator: [] } as const;

test("the table shows for each chosen server who dials which port", async () => {
  const shown = printed(await chosenFirewalls(place, { ...options, server: ["zk1", "o?"] }), print);
  expect(shown).toBe(`SERVER  ADDRESS        PORT  SERVICE                    FROM
o1      198.51.100.18  22    ssh                        operator (any), p1, p2, p3
                       7050  orderer0.example.com grpc  clients (any), p1, p2, p3
o2      198.51.100.19  22    ssh                        operator (any), p1, p2, p3
                       7050  orderer1.example.com grpc  clients (any), p1, p2, p3
o3      198.51.100.20  22    ssh                        operator (any), p1, p2, p3
                       7050  orderer2.example.com grpc  clients (any), p1, p2, p3
zk1     198.51.100.11  22    ssh                        operator (any), k1, k2, k3, k4, zk2, zk3
                       2181  zookeeper1 client          k1, k2, k3, k4, zk2, zk3
                       2888  zookeeper1 quorum          zk2, zk3
                       3888  zookeeper1 election        zk2, zk3
`);
});

test("a glob that matches no server is refused with the servers there are", async () => {
  await expect(chosenFirewalls(place, { ...options, server: ["x*"] })).rejects.toThrow(
    "k1, k2, k3, k4, o1, o2, o3",
  );
});

test.each([
  {
    title: "rules of several servers do not go into one stream",
    server: ["k*"],
    print: { ...print, format: "nftables" },
    says: "4 servers have a rule file each; choose one with --server, or give --out DIRECTORY",
  },
  {
    title: "policy drop wants to know where logins come from",
    server: ["k1"],
    print: { ...print, format: "ufw", policy: "drop" },
    says: "--policy drop without --operator",
  },
  {
    title: "a table is not a set of files",
    server: [],
    print: { ...print, out: "somewhere" },
    says: "--out is for --format nftables and ufw, not for table",
  },
] as const)("$title", async ({ server, print: how, says }) => {
  const firewalls = await chosenFirewalls(place, { ...options, server });
  expect(() => printed(firewalls, how)).toThrow(says);
});

test("--out writes one file a server, and names what it wrote", async () => {
  const out = mkdtempSync(join(tmpdir(), "consortium-firewall-"));
  try {
    const firewalls = await chosenFirewalls(place, { ...options, server: ["o*"] });
    const said = printed(firewalls, { ...print, format: "nftables", out });
    expect(said).toBe(`${out}/o1.nft\n${out}/o2.nft\n${out}/o3.nft\n`);
    expect(readdirSync(out)).toEqual(["o1.nft", "o2.nft", "o3.nft"]);
    expect(readFileSync(join(out, "o2.nft"), "utf8")).toContain("# Firewall of server o2 (198.51.100.19)");
  } finally {
    rmSync(out, { recursive: true });
  }
});

test("ports that Docker publishes are warned of by server, and no server has a warning without any", async () => {
  expect(warningOf(firewallsOf(planWithoutFabric(), { operator: [], clients: [] }))).toBe(
    "warning: server p1: Published by Docker, whose own rules let these in from outside whatever stands here: 13306. Restrict them in Docker's chain DOCKER-USER, or in front of the server.\n",
  );
  expect(warningOf(await chosenFirewalls(place, options))).toBe("");
});
