import { type StackInput, type StackSettings, stackSchema } from "../../config/schema.js";
import { hasFabric, type PlanWithFabric } from "../fabric/with-fabric.js";
import { planNetwork } from "../plan.js";

const hostKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIExampleExampleExampleExampleExampleExampleExampl";

/** Thirteen servers as the manual names them, 10.0.0.11 to 10.0.0.23. */
export function thirteenServers(): NonNullable<StackInput["servers"]> {
  const names = ["zk1", "zk2", "zk3", "k1", "k2", "k3", "k4", "o1", "o2", "o3", "p1", "p2", "p3"];
  return Object.fromEntries(
    names.map((name, index) => [
      name,
      {
        address: `10.0.0.${index + 11}`,
        hostKey,
        zone: ["a", "b", "c"][index % 3],
        cpus: 8,
        memory: "32GiB",
        disk: "500GiB",
      },
    ]),
  );
}

/** The manual's network as a stack's input. */
export function manualStack(): StackInput {
  return {
    tier: "trial",
    data: "delete",
    servers: thirteenServers(),
    images: { archives: "images" },
    fabric: {
      version: "2.5",
      ordering: {
        type: "kafka",
        organization: { domain: "example.com" },
        zookeeper: {
          zookeeper1: { server: "zk1", id: 1 },
          zookeeper2: { server: "zk2", id: 2 },
          zookeeper3: { server: "zk3", id: 3 },
        },
        kafka: {
          kafka1: { server: "k1", id: 1 },
          kafka2: { server: "k2", id: 2 },
          kafka3: { server: "k3", id: 3 },
          kafka4: { server: "k4", id: 4 },
        },
        orderers: { orderer0: "o1", orderer1: "o2", orderer2: "o3" },
      },
      organizations: {
        Org1: { domain: "org1.example.com", peers: { peer0: "p1" }, anchors: ["peer0"] },
        Org5: { domain: "org5.example.com", peers: { foo27: "p2", bar: "p3" }, anchors: ["bar"] },
      },
      channels: {
        mychannel: {
          organizations: ["Org1", "Org5"],
          chaincodes: {
            mycc: {
              image: "mycc",
              version: "1.0",
              policy: "OR('Org1MSP.peer','Org5MSP.peer')",
              init: { function: "init", args: ["A", "10", "B", "20"] },
              check: { function: "query", args: ["A"] },
            },
          },
        },
      },
    },
  };
}

/** The plan of a stack that has a Fabric network. */
export function fabricPlanOf(input: StackInput, stack: string): PlanWithFabric {
  const plan = planNetwork(settingsOf(input), { stack });
  if (!hasFabric(plan)) throw new Error("the stack has no Fabric network");
  return plan;
}

/** Settings of a stack's input, as the loader gives them for a valid one. */
export function settingsOf(input: StackInput): StackSettings {
  return stackSchema.parse(input);
}
