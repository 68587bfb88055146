import * as pulumi from "@pulumi/pulumi";
import { expect, test, vi } from "vitest";
import { Founding } from "../../components/founding.js";
import { step } from "../../components/step.js";
import { fabricFounding } from "../../topology/fabric/founding.js";
import { type FabricFounding, foundingOf } from "../../topology/fabric/founding-record.js";
import type { Transition } from "../../topology/founding.js";
import { fabricPlanOf, manualStack } from "../../topology/testing/stack.js";
import { underMocks } from "./program.js";
import { collectRejections } from "./rejections.js";

const rejections = collectRejections();

/** The manual's network with blocks of at most so many transactions. */
function planWith(maxMessageCount: number) {
  const { fabric, ...stack } = manualStack();
  if (!fabric) throw new Error("the manual has a Fabric network");
  const ordering = { ...fabric.ordering, batch: { maxMessageCount } };
  return fabricPlanOf({ ...stack, fabric: { ...fabric, ordering } }, "prod");
}

const founded = foundingOf(planWith(10));
const transition: Transition<FabricFounding> = {
  version: 1,
  kind: "batch",
  at: "2027-03-01T09:00:00Z",
  from: { batch: founded.batch },
  to: { batch: { ...founded.batch, maxMessageCount: 77 } },
};

/** A network of a state that was founded on 10 and went over to 77, as a configuration wants it now. */
function network(name: string, maxMessageCount: number) {
  return new Founding("consortium:fabric:Founding", name, {
    plan: planWith(maxMessageCount),
    kind: fabricFounding,
    record: (wanted) => pulumi.output(wanted),
    first: { name: `${name}-genesis`, step: "genesis", spec: {} },
    transitions: [step(`${name}-transition-1`, { step: "batch", spec: {} }, {})],
  });
}

const stateOf = (name: string) => ({
  [`${name}-genesis`]: { environment: { CONSORTIUM_STEP: JSON.stringify({ founding: founded }) } },
  [`${name}-transition-1`]: { stdout: JSON.stringify(transition) },
});

test("a configuration has to agree with what the transitions left, not with the first day", async () => {
  const passed: string[] = [];
  const pass = (one: Founding<FabricFounding>) => one.checked(pulumi.output("passed"));
  // A refused program never ends under mocks: what waits for the refused value waits for ever.
  void underMocks(
    "prod",
    async () => {
      pass(network("followed", 77)).apply(() => passed.push("followed"));
      pass(network("went-back", 10)).apply(() => passed.push("went-back"));
    },
    { ...stateOf("followed"), ...stateOf("went-back") },
  );
  await vi.waitUntil(() => rejections().length > 0 && passed.length > 0, { timeout: 60_000, interval: 100 });

  expect(passed).toEqual(["followed"]);
  expect(rejections()[0]).toBe(
    `the configuration of prod has 1 error, 0 warnings

error fabric.ordering.batch.maxMessageCount: changing when blocks are cut on a running network is not built yet [founded]
  found:   10
  allowed: 77
  remedy:  put back what was; by hand: peer channel fetch config, edit BatchSize or BatchTimeout, peer channel update as the ordering organisation's admin, for every channel
`,
  );
});
