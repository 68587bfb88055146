import { expect, test } from "vitest";
import { chooseSubnet, hostAddress } from "./subnet.js";

test("the first subnet is taken on an unused machine", () => {
  expect(chooseSubnet(["127.0.0.1/8", "192.0.2.2/24", "172.17.0.0/16"])).toBe("10.231.0.0/24");
});

test.each([
  { taken: "10.231.0.0/24", chosen: "10.231.1.0/24" },
  { taken: "10.231.0.77", chosen: "10.231.1.0/24" },
  { taken: "10.231.0.0/22", chosen: "10.231.4.0/24" },
  { taken: "0.0.0.0/0", chosen: "10.231.0.0/24" },
])("with $taken in use the lab gets $chosen", ({ taken, chosen }) => {
  expect(chooseSubnet([taken])).toBe(chosen);
});

test("a machine that routes all of 10.0.0.0/8 has no free subnet", () => {
  expect(() => chooseSubnet(["10.0.0.0/8"])).toThrow("no free /24 in 10.231.0.0/16");
});

test("hosts begin at .11", () => {
  expect(hostAddress("10.231.3.0/24", 0)).toBe("10.231.3.11");
  expect(hostAddress("10.231.3.0/24", 12)).toBe("10.231.3.23");
});
