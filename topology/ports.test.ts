import { describe, expect, test } from "vitest";
import { planNetwork } from "./plan.js";
import { besideWritten, PortPlan } from "./ports.js";
import { manualStack, settingsOf } from "./testing/stack.js";

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

describe("a service's further ports", () => {
  test.each([
    { written: undefined, main: 7051, other: 9443, port: 9443 },
    { written: 7051, main: 7051, other: 9443, port: 9443 },
    { written: 8051, main: 7051, other: 7052, port: 8052 },
    { written: 7151, main: 7051, other: 9443, port: 9543 },
    { written: 65_000, main: 2181, other: 3888, port: 3888 },
    { written: 1100, main: 9092, other: 9000, port: 9000 },
    // A FISCO BCOS node starts with a port above 1024 only.
    { written: 22_779, main: 30_300, other: 8545, port: 8545 },
    { written: 22_780, main: 30_300, other: 8545, port: 1025 },
  ])("keep their distance to the written one: %j", ({ written, main, other, port }) => {
    expect(besideWritten(written, main, other)).toBe(port);
  });
});

test("with written ports a further peer with an earlier name moves no port of the one that is there", () => {
  const portsOfPeer1 = (peers: Record<string, { server: string; port: number }>) => {
    const stack = manualStack();
    if (stack.fabric) stack.fabric.organizations.Org1 = { domain: "org1.example.com", peers };
    const { services } = planNetwork(settingsOf(stack), { stack: "prod" });
    return services.find(({ name }) => name === "peer1.org1.example.com")?.ports.map(({ port }) => port);
  };
  const peer1 = { server: "p1", port: 7051 };
  expect(portsOfPeer1({ peer1 })).toEqual([7051, 7052, 9443]);
  expect(portsOfPeer1({ peer0: { server: "p1", port: 8051 }, peer1 })).toEqual([7051, 7052, 9443]);
});
