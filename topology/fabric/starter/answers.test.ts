import { expect, test } from "vitest";
import { parseOrganizations, parseServers } from "./answers.js";

test("an organisation is a name, with a domain and a number of peers of its own where given", () => {
  expect(parseOrganizations("Org1, Org5=org5.example.org:2,Bank:3", "example.com")).toEqual([
    { name: "Org1", domain: "org1.example.com", peers: 1 },
    { name: "Org5", domain: "org5.example.org", peers: 2 },
    { name: "Bank", domain: "bank.example.com", peers: 3 },
  ]);
});

test.each([
  { text: "", says: "0 organisations; name 1 to 20, e.g. Org1,Org2" },
  { text: "Org 1=", says: "1=: write NAME, NAME=DOMAIN or NAME=DOMAIN:PEERS" },
  { text: "Org1:0", says: "Org1:0: 0 peers; write 1 to 20" },
  { text: "Org1=Org1.Example.com", says: "Org1.Example.com: not a lower-case DNS domain" },
  { text: "o;reboot", says: "o;reboot: not letters, digits and hyphens" },
  { text: "Org1,Org1", says: "Org1: name and domain (org1.example.com) must be its own" },
  { text: "A=x.example.com,B=x.example.com", says: "B: name and domain (x.example.com) must be its own" },
  { text: "A=example.com", says: "A: name and domain (example.com) must be its own" },
])("$text is refused: $says", ({ text, says }) => {
  expect(() => parseOrganizations(text, "example.com")).toThrow(says);
});

test("servers are a number, addresses, or else a file", () => {
  expect(parseServers("2")).toEqual([{ address: "198.51.100.11" }, { address: "198.51.100.12" }]);
  expect(parseServers("10.0.1.11, 2001:db8::1")).toEqual([
    { address: "10.0.1.11" },
    { address: "2001:db8::1" },
  ]);
  expect(parseServers("hosts.yaml")).toBeUndefined();
});

test.each([
  { text: "0", says: "0 servers; write 1 to 200" },
  { text: "10.0.1.11,10.0.1.11", says: "10.0.1.11: give each server's IP address once" },
  { text: "10.0.1.11,k1.example.com", says: "k1.example.com: give each server's IP address once" },
])("$text is refused: $says", ({ text, says }) => {
  expect(() => parseServers(text)).toThrow(says);
});
