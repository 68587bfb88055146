import { expect, test } from "vitest";
import { planNetwork } from "../topology/plan.js";
import type { SeenContainer } from "../topology/status/seen.js";
import { manualStack, settingsOf } from "../topology/testing/stack.js";
import { psRows, psText } from "./ps.js";
import { selectServices } from "./selection.js";

const plan = planNetwork(settingsOf(manualStack()), { stack: "dev" });
const services = selectServices(plan, ["kafka1", "kafka2", "kafka3"]);
const container: SeenContainer = {
  name: "dev-kafka1",
  role: "kafka",
  status: "running",
  exitCode: 0,
  outOfMemory: false,
  restarts: 0,
  upSeconds: 61,
  image: "sha256:0123456789abcdef",
};
const stranger = { ...container, name: "dev-kafka9", status: "exited", exitCode: 1 };
const servers = {
  k1: { containers: [container, stranger], disks: [], certificates: [] },
  k2: { containers: [], disks: [], certificates: [] },
};

test("planned services as they are, absent or unknown, and containers of no plan", () => {
  expect(
    psText(psRows(plan, services, { servers }, "all")),
  ).toBe(`SERVER  CONTAINER   ROLE                 STATE       UP     RESTARTS  IMAGE ID
k1      dev-kafka1  kafka                running     1m 1s  0         0123456789ab
k2      dev-kafka2  kafka                absent      -      -         -
k3      dev-kafka3  kafka                unknown     -      -         -
k1      dev-kafka9  kafka (not planned)  exited (1)  1m 1s  0         0123456789ab
`);
});

test("a selection shows what was selected and nothing else", () => {
  expect(psRows(plan, services, { servers }, "selected").map((row) => row.container)).toEqual([
    "dev-kafka1",
    "dev-kafka2",
    "dev-kafka3",
  ]);
});
