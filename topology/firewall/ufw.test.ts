import { expect, test } from "vitest";
import { mixedServer } from "./testing.js";
import { ufwOf } from "./ufw.js";

const commandsOf = (text: string) => text.split("\n").filter((line) => line.startsWith("ufw "));

test("policy accept: openings go before what is there, the network's ports are closed after it", () => {
  expect(commandsOf(ufwOf(mixedServer, "accept"))).toEqual([
    "ufw prepend allow proto tcp from 203.0.113.0/28 to any port 22 comment 'test: ssh from operator'",
    "ufw prepend allow proto tcp from any to any port 7050 comment 'test: orderer0.example.com grpc from anywhere'",
    "ufw prepend allow proto tcp from 10.0.0.2 to any port 9092 comment 'test: kafka1 client from k2'",
    "ufw prepend allow proto tcp from 2001:db8::3 to any port 9092 comment 'test: kafka1 client from k3'",
    "ufw deny proto tcp from any to any port 7050 comment 'test: nobody else'",
    "ufw deny proto tcp from any to any port 9092 comment 'test: nobody else'",
  ]);
});

test("policy drop changes ufw's default instead, and ufw is never switched on", () => {
  const text = ufwOf(mixedServer, "drop");
  expect(commandsOf(text).filter((line) => !line.includes("allow"))).toEqual(["ufw default deny incoming"]);
  expect(text).not.toMatch(/^ufw enable/m);
});
