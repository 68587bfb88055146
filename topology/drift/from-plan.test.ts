import { expect, test } from "vitest";
import { planNetwork } from "../plan.js";
import { manualStack, settingsOf } from "../test-stack.js";
import { desiredByPlan } from "./from-plan.js";

const desired = desiredByPlan(planNetwork(settingsOf(manualStack()), { stack: "prod" }));

test("every service of the plan is wanted on its server, with what the plan alone knows", () => {
  const orderer = desired.containers.find(({ name }) => name === "prod-orderer0.example.com");
  expect(orderer).toMatchObject({
    server: "o1",
    settings: { network: "host", restart: "unless-stopped" },
  });
  expect(orderer?.id).toBeUndefined();
  expect(orderer?.settings.image).toBeUndefined();
  expect(orderer?.settings.env.ORDERER_GENERAL_LOCALMSPID).toBe("OrdererMSP");
});

test("only public files are compared: keys are known to the state alone", () => {
  const orderer = desired.containers.find(({ name }) => name === "prod-orderer0.example.com");
  expect(Object.keys(orderer?.files ?? {})).toEqual(["/etc/hyperledger/orderer/msp/config.yaml"]);
});

test("volumes are wanted, images and stamps cannot be", () => {
  expect(desired.volumes).toContainEqual({ server: "zk1", name: "prod-zookeeper1-data" });
  expect(desired.images).toEqual([]);
  expect(desired.hosts).toContainEqual({ server: "k1", formed: [] });
  expect(desired.network).toBeUndefined();
});
