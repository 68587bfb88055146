import * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import { Consortium } from "consortium";

const registry = "registry.example.com";
const server = (address: string, key: string) => ({
  address,
  hostKey: `ssh-ed25519 ${key}`,
  cpus: 4,
  memory: "8GiB",
  disk: "200GiB",
});

const network = await Consortium.create("chain", {
  tier: "economy",
  data: "keep",
  servers: {
    f1: server("198.51.100.31", "AAAAC3NzaC1lZDI1NTE5AAAAINOTaKEYexampleNOTaKEYexampleNOTaKEYexampf1A"),
    f2: server("198.51.100.32", "AAAAC3NzaC1lZDI1NTE5AAAAINOTaKEYexampleNOTaKEYexampleNOTaKEYexampf2A"),
    f3: server("198.51.100.33", "AAAAC3NzaC1lZDI1NTE5AAAAINOTaKEYexampleNOTaKEYexampleNOTaKEYexampf3A"),
    f4: server("198.51.100.34", "AAAAC3NzaC1lZDI1NTE5AAAAINOTaKEYexampleNOTaKEYexampleNOTaKEYexampf4A"),
  },
  images: {
    references: {
      "fisco-bcos": `${registry}/fisco-bcos@sha256:6db33b18a34c1fe943a191ffc0bae1510921c4afdcb5d784366f35a878d4949d`,
      "fisco-console": `${registry}/fisco-console@sha256:e62fe32b9339e3591551bf66f274edd38251b2485c07ac2cdce88c9e0c010238`,
    },
    credentials: {
      address: registry,
      username: "reader",
      password: new pulumi.Config().requireSecret("registryPassword"),
    },
  },
  fisco: {
    version: "2.9.1",
    agencies: {
      union: { nodes: { node0: "f1", node1: "f2" } },
      bank: { nodes: { node2: "f3", node3: "f4" } },
    },
    console: { server: "f1", agency: "union" },
  },
});

// A name in the DNS for each node that applications dial, once the whole chain works.
const nsupdate = (...lines: string[]) => ["nsupdate -k dns.key <<END", ...lines, "send", "END"].join("\n");
for (const [node, endpoint] of Object.entries(network.outputs.endpoints)) {
  const name = `${node}.chain.example.com.`;
  const address = endpoint.replace(/:\d+$/, "");
  new command.local.Command(
    `${node}-name`,
    {
      create: nsupdate(`update delete ${name} A`, `update add ${name} 300 A ${address}`),
      delete: nsupdate(`update delete ${name} A`),
    },
    { dependsOn: [network] },
  );
}

export const endpoints = network.outputs.endpoints;
export const sdks = network.outputs.sdks;
