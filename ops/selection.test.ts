import { join } from "node:path";
import { expect, test } from "vitest";
import { loadStack, readStackFile } from "../config/load.js";
import { planNetwork } from "../topology/plan.js";
import { manualStack, settingsOf } from "../topology/testing/stack.js";
import { selectService, selectServices } from "./selection.js";

const project = join(import.meta.dirname, "..");
const plan = planNetwork(settingsOf(manualStack()), { stack: "dev" });

function names(...patterns: string[]): string[] {
  return selectServices(plan, patterns).map(({ name }) => name);
}

test.each([
  { patterns: ["kafka1"], chosen: ["kafka1"] },
  { patterns: ["kafka*"], chosen: ["kafka1", "kafka2", "kafka3", "kafka4"] },
  { patterns: ["dev-kafka2"], chosen: ["kafka2"] },
  { patterns: ["server:k?"], chosen: ["kafka1", "kafka2", "kafka3", "kafka4"] },
  {
    patterns: ["role:orderer"],
    chosen: ["orderer0.example.com", "orderer1.example.com", "orderer2.example.com"],
  },
  {
    patterns: ["org:Org5"],
    chosen: [
      "bar.org5.example.com",
      "foo27.org5.example.com",
      "mycc-mychannel-bar.org5.example.com",
      "mycc-mychannel-foo27.org5.example.com",
    ],
  },
  {
    patterns: ["server:p1", "kafka4"],
    chosen: ["kafka4", "peer0.org1.example.com", "mycc-mychannel-peer0.org1.example.com"],
  },
])("$patterns chooses $chosen in the plan's order", ({ patterns, chosen }) => {
  expect(names(...patterns)).toEqual(chosen);
});

test("without a pattern all services are chosen", () => {
  expect(names()).toHaveLength(16);
});

test("a dot in a pattern is a dot", () => {
  expect(() => names("peer0Xorg1.example.com")).toThrow("no service matches");
});

test.each([
  {
    pattern: "kafka9",
    says: /^no service matches kafka9; stack dev has services: bar\.org5\.example\.com, foo27.*, kafka1, kafka2, .*Other ways to choose: role:… server:… org:…$/,
  },
  {
    pattern: "role:broker",
    says: /^no role matches role:broker; .*roles: chaincode, kafka, orderer, peer, zookeeper$/,
  },
  {
    pattern: "server:x1",
    says: /^no server matches server:x1; .*servers: k1, k2, k3, k4, o1, o2, o3, p1, p2, p3, zk1, zk2, zk3$/,
  },
  {
    pattern: "org:Org6",
    says: /^no organisation's service matches org:Org6; .*organisations: OrdererOrg, Org1, Org5$/,
  },
  { pattern: "rol:kafka", says: /^rol:kafka: rol: is no way to choose services/ },
])("$pattern is refused with what there is", ({ pattern, says }) => {
  expect(() => names("kafka1", pattern)).toThrow(says);
});

test("one service is wanted and several match: all are named", () => {
  expect(() => selectService(plan, "server:p1")).toThrow(
    "server:p1 matches 2 services, and exactly one is wanted: peer0.org1.example.com, mycc-mychannel-peer0.org1.example.com",
  );
});

test("one service that matches is given", () => {
  expect(selectService(plan, "zookeeper2").container).toBe("dev-zookeeper2");
});

test("the ordering service belongs to the ordering organisation", () => {
  expect(selectServices(plan, ["kafka1", "orderer0*", "zookeeper1"]).map(({ owner }) => owner)).toEqual([
    "OrdererOrg",
    "OrdererOrg",
    "OrdererOrg",
  ]);
});

test("an agency's services are chosen by its name", () => {
  const { stack, directory, raw } = readStackFile(join(project, "Pulumi.fisco4.yaml"));
  const inventory = join("plans", "fisco4.inventory.yaml");
  const { settings } = loadStack({ ...raw, inventory }, { stack, directory });
  if (!settings) throw new Error("no settings");
  const chain = planNetwork(settings, { stack });
  expect(selectServices(chain, ["org:bank"]).map(({ name }) => name)).toEqual(["node2", "node3"]);
  expect(selectServices(chain, ["org:union"]).map(({ name }) => name)).toEqual([
    "node0",
    "node1",
    "fisco-console",
  ]);
});
