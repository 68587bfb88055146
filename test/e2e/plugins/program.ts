/** A small stack that uses every resource type of the stand-in plugins; `spec.json` beside it turns its knobs. */
import { readFileSync } from "node:fs";
import * as command from "@pulumi/command";
import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import * as tls from "@pulumi/tls";
import type { Spec } from "./spec.js";

const spec = JSON.parse(readFileSync("spec.json", "utf8")) as Spec;
const { host, port, user, hostKey } = spec.server;
const prefix = "consortium-lab-plugin";

const password = new random.RandomPassword("password", { length: 24, special: false });
const key = new tls.PrivateKey("key", { algorithm: "ECDSA", ecdsaCurve: "P256" });
const ca = new tls.SelfSignedCert("ca", {
  allowedUses: ["cert_signing", "crl_signing"],
  isCaCertificate: true,
  privateKeyPem: key.privateKeyPem,
  validityPeriodHours: 1000,
  setSubjectKeyId: true,
  subject: { commonName: "ca" },
});
const request = new tls.CertRequest("request", {
  privateKeyPem: key.privateKeyPem,
  subject: { commonName: "leaf" },
  dnsNames: ["leaf.example.com"],
});
const leaf = new tls.LocallySignedCert("leaf", {
  allowedUses: ["server_auth"],
  caCertPem: ca.certPem,
  caPrivateKeyPem: key.privateKeyPem,
  certRequestPem: request.certRequestPem,
  validityPeriodHours: 100,
});

const provider = new docker.Provider("server", {
  host: `ssh://${user}@${host}:${port}`,
  sshOpts: ["-o", "StrictHostKeyChecking=yes", "-o", `KnownHostsCommand=/bin/echo %H ${hostKey}`],
});
const opts = { provider };
const image = new docker.RemoteImage("image", { name: spec.image, keepLocally: true }, opts);
const network = new docker.Network("network", { name: `${prefix}-net` }, opts);
const volume = new docker.Volume(
  "volume",
  { name: `${prefix}-data`, labels: [{ label: "l", value: "v" }] },
  opts,
);

const first = new docker.Container(
  "first",
  {
    name: `${prefix}-first`,
    image: image.imageId,
    command: ["sh", "-c", "trap 'exit 0' TERM; while :; do sleep 1; done"],
    envs: [`COLOUR=${spec.colour}`],
    memory: spec.memory,
    memorySwap: spec.memory,
    networksAdvanced: [{ name: network.name, aliases: ["one"] }],
    volumes: [{ volumeName: volume.name, containerPath: "/data" }],
    uploads: [
      {
        file: "/etc/app/key",
        content: spec.marker === "" ? "x" : pulumi.secret(spec.marker),
        permissions: "0600",
      },
      { file: "/data/seed", content: "seed\n" },
    ],
    healthcheck: { tests: ["CMD", "test", "-f", spec.healthyFile], interval: "1s", retries: 2 },
    wait: true,
    waitTimeout: spec.waitTimeout,
    destroyGraceSeconds: 5,
  },
  { ...opts, deleteBeforeReplace: true, replaceOnChanges: ["healthcheck"] },
);
if (spec.second)
  new docker.Container(
    "second",
    {
      name: `${prefix}-second`,
      image: image.imageId,
      command: ["sleep", "1000"],
      hosts: [{ host: "one", ip: "10.0.0.1" }],
    },
    { ...opts, dependsOn: [first] },
  );

const connection = { host, port, user, hostKey };
const remote = new command.remote.Command(
  "remote",
  {
    connection,
    create: `sh -s`,
    stdin: pulumi.interpolate`printf 'remote %s' ${spec.colour}; : ${password.result}`,
    delete: "true",
    addPreviousOutputInEnv: false,
  },
  { additionalSecretOutputs: ["stdout"] },
);
new command.remote.CopyToRemote("copy", {
  connection,
  source: new pulumi.asset.StringAsset("copied"),
  remotePath: `${spec.scratch}/deep/copied`,
});
const local = new command.local.Command("local", {
  create: `node --import tsx ${spec.dialProgram}`,
  environment: { TARGET: JSON.stringify(connection) },
  addPreviousOutputInEnv: false,
});
if (spec.unsupported) new docker.Tag("tag", { sourceImage: "a", targetImage: "b" }, opts);

export const remoteOutput = remote.stdout;
export const localOutput = local.stdout;
export const chain = pulumi.interpolate`${leaf.certPem}${ca.certPem}`;
export const containerId = first.id;
