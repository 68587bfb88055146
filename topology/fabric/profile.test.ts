import { expect, test } from "vitest";
import type { PlannedService } from "../model/service.js";
import { connectionProfile, privateProfile } from "./profile.js";
import type { PlannedOrganization } from "./types.js";
import type { PlanWithFabric } from "./with-fabric.js";

const service = (name: string, role: "peer" | "orderer", address: string, port: number) =>
  ({
    name,
    role,
    ports: [
      { name: "operations", port: 9443, exposure: "loopback", address: "127.0.0.1" },
      { name: "grpc", port, exposure: "private", address },
    ],
  }) as unknown as PlannedService;

const plan = {
  stack: "dev",
  services: [
    service("orderer0.example.com", "orderer", "10.0.1.31", 7050),
    service("peer0.org1.example.com", "peer", "10.0.1.41", 7051),
    service("bar.org5.example.com", "peer", "10.0.1.42", 7051),
  ],
  networks: {
    fabric: {
      channels: [
        { name: "mychannel", organizations: ["Org1", "Org5"], chaincodes: [] },
        { name: "others", organizations: ["Org5"], chaincodes: [] },
      ],
    },
  },
} as unknown as PlanWithFabric;
const organization = {
  name: "Org1",
  mspId: "Org1MSP",
  peers: ["peer0.org1.example.com"],
} as unknown as PlannedOrganization;

const use = { endorsingPeer: true, chaincodeQuery: true, ledgerQuery: true, eventSource: true };

test("the public part names the organisation's own peers, the orderers and its channels, and no key", () => {
  expect(connectionProfile(plan, organization, "TLS CA of Org1", "TLS CA of the orderers")).toEqual({
    name: "dev-Org1",
    version: "1.0.0",
    client: {
      organization: "Org1",
      connection: { timeout: { peer: { endorser: "300" }, orderer: "300" } },
    },
    organizations: {
      Org1: { mspid: "Org1MSP", peers: ["peer0.org1.example.com"], certificateAuthorities: [] },
    },
    orderers: {
      "orderer0.example.com": {
        url: "grpcs://10.0.1.31:7050",
        tlsCACerts: { pem: "TLS CA of the orderers" },
        grpcOptions: {
          "ssl-target-name-override": "orderer0.example.com",
          hostnameOverride: "orderer0.example.com",
        },
      },
    },
    peers: {
      "peer0.org1.example.com": {
        url: "grpcs://10.0.1.41:7051",
        tlsCACerts: { pem: "TLS CA of Org1" },
        grpcOptions: {
          "ssl-target-name-override": "peer0.org1.example.com",
          hostnameOverride: "peer0.org1.example.com",
        },
      },
    },
    channels: {
      mychannel: { orderers: ["orderer0.example.com"], peers: { "peer0.org1.example.com": use } },
    },
  });
});

test("the private part adds the users as the Go SDK reads them and the admin as the others do", () => {
  const profile = privateProfile(connectionProfile(plan, organization, "a", "b"), {
    Admin: { certificate: "admin certificate", key: "admin key" },
    User1: { certificate: "user certificate", key: "user key" },
  });
  expect(profile.organizations.Org1).toEqual({
    mspid: "Org1MSP",
    peers: ["peer0.org1.example.com"],
    certificateAuthorities: [],
    users: {
      Admin: { cert: { pem: "admin certificate" }, key: { pem: "admin key" } },
      User1: { cert: { pem: "user certificate" }, key: { pem: "user key" } },
    },
    adminPrivateKey: { pem: "admin key" },
    signedCert: { pem: "admin certificate" },
  });
});
