import { expect, test } from "vitest";
import { nftablesOf } from "./nftables.js";
import { mixedServer } from "./testing.js";

test("policy accept: callers may dial a port, nobody else may, and other ports are not judged", () => {
  expect(nftablesOf(mixedServer, "accept")).toBe(`#!/usr/sbin/nft -f
# Firewall of server m1 (10.0.0.1), stack test; made by ./consortium firewall.
# Policy accept: the network's ports are closed to all but their callers; everything else, SSH too, stays as it is.
# Another table that drops a packet still drops it: an accept ends the judgement of its own table only.
# To take it away: nft delete table inet consortium_test

# The first line makes the second one work where the table is not there yet.
table inet consortium_test
delete table inet consortium_test

table inet consortium_test {
  chain input {
    type filter hook input priority filter; policy accept;
    iif "lo" accept
    ct state established,related accept
    # ssh: operator
    ip saddr { 203.0.113.0/28 } tcp dport 22 accept
    # orderer0.example.com grpc: anybody
    tcp dport 7050 accept
    # kafka1 client: k2, k3
    ip saddr { 10.0.0.2 } tcp dport 9092 accept
    ip6 saddr { 2001:db8::3 } tcp dport 9092 accept
    # nobody else
    tcp dport { 7050, 9092 } counter drop
  }
}
`);
});

test("policy drop: the host keeps what it cannot live without, and no closing rule is needed", () => {
  const chain = nftablesOf(mixedServer, "drop")
    .split("\n")
    .filter((line) => line.startsWith("    ") && !line.includes("#"))
    .map((line) => line.trim());
  expect(chain).toEqual([
    "type filter hook input priority filter; policy drop;",
    'iif "lo" accept',
    "ct state established,related accept",
    "meta l4proto { icmp, ipv6-icmp } accept",
    "ip6 saddr fe80::/10 udp dport 546 accept",
    "ip saddr { 203.0.113.0/28 } tcp dport 22 accept",
    "tcp dport 7050 accept",
    "ip saddr { 10.0.0.2 } tcp dport 9092 accept",
    "ip6 saddr { 2001:db8::3 } tcp dport 9092 accept",
  ]);
});

test("a port that no other server dials gets no opening and is closed", () => {
  const alone = { ...mixedServer, services: [{ port: 5000, service: "registry registry", from: [] }] };
  const text = nftablesOf(alone, "accept");
  expect(text).toContain(
    "# registry registry: no other server\n    # nobody else\n    tcp dport { 5000 } counter drop",
  );
});
