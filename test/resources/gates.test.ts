import { beforeAll, expect, test } from "vitest";
import type { StackInput } from "../../config/schema.js";
import { planNetwork } from "../../topology/plan.js";
import { gateOf } from "../../topology/plan-text/gates.js";
import { settingsOf } from "../../topology/testing/stack.js";
import { type Registration, runProgram } from "./program.js";
import { referencedStack } from "./stack.js";

/** The manual's network with a CouchDB beside Org1's peer. */
function stack(): StackInput {
  const { fabric, ...rest } = referencedStack();
  const Org1 = fabric?.organizations.Org1;
  if (!fabric || !Org1) throw new Error("the stack has no Org1");
  const organizations = { ...fabric.organizations, Org1: { ...Org1, stateDatabase: "couchdb" as const } };
  return { ...rest, fabric: { ...fabric, organizations } };
}

const plan = planNetwork(settingsOf(stack()), { stack: "test" });
let all: Registration[] = [];
beforeAll(async () => {
  all = await runProgram("test", stack());
}, 120_000);

const made = (name: string) => {
  const found = all.find((one) => one.name === name && !one.type.startsWith("consortium:"));
  if (!found) throw new Error(`the program registers no ${name}`);
  return found;
};

// A quorum waits as a whole: its members wait for its ready gate, and that waits for what came before.
test.each(plan.services.map((service) => [service.name, service] as const))(
  "the program makes %s wait for what its plan says, and proves it as its plan says",
  (_name, service) => {
    const { after, proof, quorum } = gateOf(plan, service);
    const container = made(service.container);
    if (quorum !== undefined) expect(container.dependsOn).toContain(`${quorum}-ready`);
    const waiting = quorum === undefined ? container : made(`${quorum}-ready`);
    const gates = waiting.dependsOn.filter((name) => /(-formed|^couchdb-.*-ready)$/.test(name));
    // The engine waits for every CouchDB; the plan names a peer's own.
    const foreign = service.name === "peer0.org1.example.com" ? [] : ["couchdb-peer0.org1.example.com-ready"];
    expect(gates.filter((name) => !foreign.includes(name)).sort()).toEqual([...after].sort());
    if (service.role === "chaincode")
      expect(made("mychannel-mycc-commit").dependsOn).toContain(service.container);
    else expect(made(proof).dependsOn).toContain(service.container);
    expect(made(proof).type).toBe("command:local:Command");
  },
);
