import { expect, test } from "vitest";
import { planNetwork } from "../plan.js";
import { manualStack, settingsOf } from "../test-stack.js";
import { planWithoutFabric } from "../testing/bridged.js";
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

test("a service in a Docker network is wanted with its network, published ports and binds", () => {
  const { containers, bridges } = desiredByPlan(planWithoutFabric());
  expect(containers.map(({ name, settings }) => ({ name, ...settings }))).toMatchObject([
    {
      name: "prod-mysql",
      network: "bridge",
      bridges: ["prod-wefe"],
      ports: { "10.0.0.21:13306": "3306", "127.0.0.1:33060": "33060" },
      binds: { "/etc/my.cnf": "/opt/wefe/mysql/my.cnf (read)", "/var/log/mysql": "/opt/wefe/mysql/log" },
    },
    { name: "prod-redis", network: "host" },
  ]);
  expect(bridges).toEqual([{ server: "p1", name: "prod-wefe", subnet: "172.30.0.0/16" }]);
});
