import type { GateQuorum, SpecifiedMember } from "../specs.js";

/** A quorum of three brokers on three servers for this folder's tests. */
export const quorum: GateQuorum<SpecifiedMember> = {
  stack: "prod",
  network: "3f9a",
  name: "kafka",
  kind: "kafka",
  members: [1, 2, 3].map((id) => ({
    name: `kafka${id}`,
    container: `prod-kafka${id}`,
    server: {
      name: `k${id}`,
      address: `10.0.1.2${id}`,
      ssh: { host: `10.0.1.2${id}`, port: 22, user: "root", hostKey: "ssh-ed25519 AAAA" },
    },
    port: 9092,
    id,
    host: `kafka${id}`,
    volumes: [`prod-kafka${id}-data`],
    spec: `spec${id}`,
  })),
  minInSync: 2,
  deadlineSeconds: 60,
};
