import { lastLines } from "../hosts/process.js";
import type { LabStack } from "../test/e2e/support/stack.js";
import { type Ground, loadImages } from "./ground.js";
import type { Works } from "./work.js";

/** Our operations, each as its user types it. */
export function consortium(ground: Ground): Works {
  const { stack } = ground;
  return {
    "first up": {
      before: async () => {
        await loadImages(ground);
        await stack.configure();
      },
      measured: () => stack.up(),
    },
    preview: { measured: () => succeed(stack, "preview", "--expect-no-changes") },
    "second run": { measured: () => stack.up("--expect-no-changes") },
    "change of one peer": {
      before: () => change(ground, "peer"),
      measured: () => stack.up(),
    },
    "rolling change of all brokers": {
      before: () => change(ground, "peer", "brokers"),
      measured: () => stack.up(),
    },
    destroy: { measured: () => destroy(stack) },
  };
}

/** Edits the stack file: the log level of Org1's peer, one property of Kafka. Each starts from the committed file. */
async function change({ stack, plan }: Ground, ...what: readonly ("peer" | "brokers")[]): Promise<void> {
  const peer = plan.services.find(({ name }) => name === "peer0.org1.example.com");
  if (!peer) throw new Error("the stack has no peer0 of Org1");
  await stack.configure((config) => {
    const fabric = config["consortium:fabric"];
    if (what.includes("peer") && fabric.organizations.Org1)
      fabric.organizations.Org1.peers = { peer0: { server: peer.server, logLevel: "debug" } };
    if (what.includes("brokers")) fabric.ordering.kafkaProperties = { "num.io.threads": 4 };
  });
}

/** Takes the stack down with its data. */
export function destroy(stack: LabStack): Promise<void> {
  return succeed(stack, "destroy", "--yes", "--skip-preview");
}

async function succeed(stack: LabStack, ...args: string[]): Promise<void> {
  const { code, stdout, stderr } = await stack.pulumi(...args, "--non-interactive", "--stack", stack.name);
  if (code !== 0)
    throw new Error(`pulumi ${args.join(" ")}: exit status ${code}\n${lastLines(stdout + stderr, 60)}`);
}
