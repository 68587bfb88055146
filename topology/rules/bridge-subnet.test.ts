import { expect, test } from "vitest";
import { planWithoutFabric } from "../testing/bridged.js";
import { bridgeSubnet } from "./bridge-subnet.js";
import { runRules } from "./rule.js";

const wefe = (subnet: string, server = "p1", name = "prod-wefe") => ({ server, name, subnet });

// Server p1 has the address 10.0.0.21.
test.each([
  { bridges: [wefe("172.30.0.0/16")], found: [] },
  { bridges: [wefe("10.0.1.0/24")], found: [] },
  { bridges: [wefe("10.0.0.0/24")], found: ["server p1 at 10.0.0.21"] },
  { bridges: [wefe("172.30.0.0/30")], found: ["172.30.0.0/30"] },
  { bridges: [wefe("172.30.0.0")], found: ["172.30.0.0"] },
  { bridges: [wefe("fd00::/64")], found: ["fd00::/64"] },
  {
    bridges: [wefe("172.30.0.0/16"), wefe("172.30.4.0/24", "p1", "other")],
    found: ["Docker network prod-wefe, 172.30.0.0/16"],
  },
  { bridges: [wefe("172.30.0.0/16"), wefe("172.30.0.0/16", "p2")], found: [] },
])("$bridges: $found", ({ bridges, found }) => {
  const complaints = runRules([bridgeSubnet], { ...planWithoutFabric(), bridges });
  expect(complaints.map((one) => one.found)).toEqual(found);
});

test("a stack without Docker networks has nothing to judge", () => {
  const { bridges: _, ...plan } = planWithoutFabric();
  expect(runRules([bridgeSubnet], plan)).toEqual([]);
});
