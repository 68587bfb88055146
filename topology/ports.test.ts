import { describe, expect, test } from "vitest";
import { PortPlan } from "./ports.js";

describe("ports of a server", () => {
  test("the first instance of a role gets the role's own port", () => {
    expect(new PortPlan().allocate("s1", 9092)).toBe(9092);
  });

  test("a second instance on the same server gets the next free one, a thousand higher", () => {
    const ports = new PortPlan();
    ports.allocate("s1", 9092);
    expect(ports.allocate("s1", 9092)).toBe(10092);
  });

  test("another server has its own ports", () => {
    const ports = new PortPlan();
    ports.allocate("s1", 9092);
    expect(ports.allocate("s2", 9092)).toBe(9092);
  });

  test("a port the user wrote is left alone", () => {
    const ports = new PortPlan();
    ports.claim("s1", 7051);
    expect(ports.allocate("s1", 7051)).toBe(8051);
  });
});
