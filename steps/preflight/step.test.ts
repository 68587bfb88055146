import { describe, expect, test } from "vitest";
import { planNetwork } from "../../topology/plan.js";
import { manualStack, settingsOf } from "../../topology/testing/stack.js";
import { preflightSpec } from "./specs.js";
import { digestOf, dueServers } from "./step.js";

const plan = planNetwork(settingsOf(manualStack()), { stack: "prod" });
const specs = plan.servers.map((server) => preflightSpec(plan, server, "00112233"));
const passed = Object.fromEntries(specs.map((spec) => [spec.server.name, digestOf(spec)]));

describe("which servers preflight asks", () => {
  test("all of them when nothing passed before", () => {
    expect(dueServers(specs, undefined)).toHaveLength(13);
  });

  test("none when every plan is the one that passed", () => {
    expect(dueServers(specs, { passed })).toEqual([]);
  });

  test("only the one whose plan changed", () => {
    const changed = specs.map((spec) => (spec.server.name === "p2" ? { ...spec, cpus: 16 } : spec));
    expect(dueServers(changed, { passed }).map((spec) => spec.server.name)).toEqual(["p2"]);
  });

  test("only the one that is new", () => {
    const { zk1: _new, ...others } = passed;
    expect(dueServers(specs, { passed: others }).map((spec) => spec.server.name)).toEqual(["zk1"]);
  });
});
