import type { ServerFirewall } from "./openings.js";

/** A server that runs a broker for two others, one of them with an IPv6 address, and an orderer for applications. */
export const mixedServer: ServerFirewall = {
  stack: "test",
  server: "m1",
  address: "10.0.0.1",
  ssh: { port: 22, service: "ssh", from: [{ name: "operator", network: "203.0.113.0/28" }] },
  services: [
    { port: 7050, service: "orderer0.example.com grpc", from: [{ name: "clients", network: "any" }] },
    {
      port: 9092,
      service: "kafka1 client",
      from: [
        { name: "k2", network: "10.0.0.2" },
        { name: "k3", network: "2001:db8::3" },
      ],
    },
  ],
};
