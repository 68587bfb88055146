import { expect, test } from "vitest";
import { planNetwork } from "../../plan.js";
import { runRules } from "../../rules/rule.js";
import { planWith } from "../../rules/testing/plan.js";
import { settingsWith } from "../../rules/testing/stack.js";
import { hasFabric } from "../with-fabric.js";
import { certificateName } from "./certificate-name.js";

test.each([
  { env: {}, found: [] },
  // p1 is 198.51.100.21, p2 198.51.100.22.
  { env: { CORE_PEER_GOSSIP_BOOTSTRAP: "198.51.100.21:7051 198.51.100.22:7051" }, found: [] },
  { env: { CORE_PEER_GOSSIP_BOOTSTRAP: "198.51.100.99:7051" }, found: ["198.51.100.99:7051"] },
  { env: { CORE_PEER_GOSSIP_EXTERNALENDPOINT: "peer0:7051" }, found: [] },
  { env: { CORE_PEER_GOSSIP_EXTERNALENDPOINT: "peer0.org1:7051" }, found: ["peer0.org1:7051"] },
  { env: { CORE_PEER_ADDRESS: "peer0.org1.example.com:7052" }, found: ["peer0.org1.example.com:7052"] },
])("a peer told %j is found under its certificate's names", ({ env, found }) => {
  const plan = planWith("peer0.org1.example.com", (service) => ({ env: { ...service.env, ...env } }));
  expect(runRules([certificateName], plan).map((finding) => finding.found)).toEqual(found);
});

test("orderers' endpoints and organisations' anchors are names of their certificates", () => {
  const plan = planNetwork(settingsWith(), { stack: "test" });
  if (!hasFabric(plan)) throw new Error("the stack has no Fabric network");
  const anchors = [{ host: "peer9.org1.example.com", port: 7051 }];
  const wrong = {
    ...plan,
    networks: {
      fabric: {
        ...plan.networks.fabric,
        ordering: { ...plan.networks.fabric.ordering, endpoints: ["orderer9.example.com:7050"] },
        organizations: plan.networks.fabric.organizations.map((one) =>
          one.name === "Org1" ? { ...one, anchors } : one,
        ),
      },
    },
  };
  expect(runRules([certificateName], wrong).map(({ found }) => found)).toEqual([
    "orderer9.example.com:7050",
    "peer9.org1.example.com:7051",
  ]);
});
