/**
 * The containers of a stack that was brought up once, as a folder from which other tools make the same ones:
 *
 *     hosts, known_hosts                         name and address a line; their pinned keys
 *     inventory.json                             the same hosts for Ansible, with roles and containers
 *     <host>/<role>/<container>/create.args      words of `docker create`, one a line
 *     <host>/<role>/<container>/files.tar        configuration and keys, with their modes
 *     <host>/<role>/<container>/recipe.sha256    of both: by it a container that is already there is known
 *     admin/                                     what the channel's operations need
 */
import { chmod, copyFile, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pack } from "tar-stream";
import { z } from "zod";
import type { Inventory } from "../lab/inventory.js";
import { knownHostsFile } from "../lab/lab.js";
import { cached } from "../ops/checkout.js";
import { revealed } from "../ops/revealed.js";
import type { Operations } from "../steps/fabric/specs.js";
import type { LabStack } from "../test/e2e/support/stack.js";
import type { Plan } from "../topology/model/plan.js";
import { sha256 } from "../topology/sha256.js";

const pairs = z.array(z.object({ label: z.string(), value: z.string() }));
const upload = z.object({
  file: z.string(),
  permissions: z.string(),
  content: z.string().optional(),
  contentBase64: z.string().optional(),
});
/** What a container was made with, as the engine keeps it. */
const containerInputs = z.object({
  name: z.string(),
  image: z.string(),
  command: z.array(z.string()).default([]),
  networkMode: z.string(),
  restart: z.string(),
  envs: z.array(z.string()),
  hosts: z.array(z.object({ host: z.string(), ip: z.string() })).default([]),
  volumes: z.array(z.object({ volumeName: z.string(), containerPath: z.string() })).default([]),
  uploads: z.array(upload).default([]),
  memory: z.number(),
  memorySwap: z.number(),
  cpus: z.string(),
  logDriver: z.string(),
  logOpts: z.record(z.string(), z.string()),
  ulimits: z.array(z.object({ name: z.string(), soft: z.number(), hard: z.number() })),
  stopTimeout: z.number(),
  labels: pairs,
});
type ContainerInputs = z.infer<typeof containerInputs>;

interface Exported {
  readonly deployment: {
    readonly resources: readonly {
      readonly type: string;
      readonly inputs?: Readonly<Record<string, unknown>>;
    }[];
  };
}

/** What the recipe is made from. */
export interface Sources {
  readonly stack: LabStack;
  readonly plan: Plan;
  readonly inventory: Inventory;
}

/** Writes the recipe of a stack that is up. */
export async function writeRecipe(folder: string, { stack, plan, inventory }: Sources): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const hosts = Object.entries(inventory);
  await writeFile(join(folder, "hosts"), hosts.map(([name, { address }]) => `${name} ${address}\n`).join(""));
  await copyFile(knownHostsFile, join(folder, "known_hosts"));
  await copyFile(cached("tools", "bin", "configtxgen"), join(folder, "configtxgen"));
  await chmod(join(folder, "configtxgen"), 0o755);

  const exported = JSON.parse((await stack.silently("stack", "export", "--show-secrets")).stdout) as Exported;
  const made: RecipeContainer[] = [];
  for (const { type, inputs } of exported.deployment.resources) {
    if (type !== "docker:index/container:Container") continue;
    const container = containerInputs.parse(revealed(inputs));
    const service = plan.services.find((one) => one.container === container.name);
    if (!service) throw new Error(`${container.name} is in the state and not in the plan`);
    const own = join(folder, service.server, service.role, container.name);
    await mkdir(own, { recursive: true });
    const words = `${createArguments(container).join("\n")}\n`;
    await writeFile(join(own, "create.args"), words);
    if (container.uploads.length > 0) await writeFile(join(own, "files.tar"), await tarOf(container.uploads));
    const checksum = sha256(JSON.stringify([words, container.uploads]));
    await writeFile(join(own, "recipe.sha256"), `${checksum}\n`);
    made.push({ host: service.server, role: service.role, name: container.name, checksum });
  }
  const forAnsible = ansibleInventory(inventory, made);
  await writeFile(join(folder, "inventory.json"), `${JSON.stringify(forAnsible, undefined, 2)}\n`);
  await writeAdmin(join(folder, "admin"), stack, plan);
}

/** A container of the recipe. */
export interface RecipeContainer {
  readonly host: string;
  readonly role: string;
  readonly name: string;
  readonly checksum: string;
}

/** Ansible's inventory: a group a role, and on each host `containers`, a list of `<name> <checksum>` by role. */
export function ansibleInventory(
  servers: Readonly<Record<string, { readonly address: string }>>,
  containers: readonly RecipeContainer[],
): object {
  const rolesOn = (host: string) =>
    new Set(containers.filter((one) => one.host === host).map(({ role }) => role));
  const hosts = Object.entries(servers).map(([host, { address }]) => {
    const wanted = [...rolesOn(host)].map((role) => [
      role,
      containers
        .filter((one) => one.host === host && one.role === role)
        .map(({ name, checksum }) => `${name} ${checksum}`),
    ]);
    return [host, { ansible_host: address, ansible_user: "root", containers: Object.fromEntries(wanted) }];
  });
  const groups = [...new Set(containers.map(({ role }) => role))].map((role) => [
    role,
    {
      hosts: Object.fromEntries(containers.filter((one) => one.role === role).map(({ host }) => [host, {}])),
    },
  ]);
  return { all: { hosts: Object.fromEntries(hosts), children: Object.fromEntries(groups) } };
}

/** The words of `docker create` for a container. */
export function createArguments(container: ContainerInputs): string[] {
  return [
    `--name=${container.name}`,
    `--network=${container.networkMode}`,
    `--restart=${container.restart}`,
    ...container.envs.map((env) => `--env=${env}`),
    ...container.hosts.map(({ host, ip }) => `--add-host=${host}:${ip}`),
    ...container.volumes.map(({ volumeName, containerPath }) => `--volume=${volumeName}:${containerPath}`),
    `--memory=${container.memory}m`,
    `--memory-swap=${container.memorySwap}m`,
    `--cpus=${container.cpus}`,
    `--log-driver=${container.logDriver}`,
    ...Object.entries(container.logOpts).map(([key, value]) => `--log-opt=${key}=${value}`),
    ...container.ulimits.map(({ name, soft, hard }) => `--ulimit=${name}=${soft}:${hard}`),
    `--stop-timeout=${container.stopTimeout}`,
    ...container.labels.map(({ label, value }) => `--label=${label}=${value}`),
    container.image,
    ...container.command,
  ];
}

async function tarOf(uploads: ContainerInputs["uploads"]): Promise<Buffer> {
  const tar = pack();
  for (const { file, permissions, content, contentBase64 } of uploads) {
    const bytes =
      contentBase64 === undefined ? Buffer.from(content ?? "") : Buffer.from(contentBase64, "base64");
    tar.entry({ name: file.replace(/^\//, ""), mode: Number.parseInt(permissions, 8) }, bytes);
  }
  tar.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of tar) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

const nodeUnits = `NodeOUs:
  Enable: true
  ClientOUIdentifier: { Certificate: cacerts/ca.pem, OrganizationalUnitIdentifier: client }
  PeerOUIdentifier: { Certificate: cacerts/ca.pem, OrganizationalUnitIdentifier: peer }
  AdminOUIdentifier: { Certificate: cacerts/ca.pem, OrganizationalUnitIdentifier: admin }
  OrdererOUIdentifier: { Certificate: cacerts/ca.pem, OrganizationalUnitIdentifier: orderer }
`;

async function writeAdmin(folder: string, stack: LabStack, plan: Plan): Promise<void> {
  const shown = await stack.silently("stack", "output", "operations", "--json", "--show-secrets");
  const { orderers, organizations } = JSON.parse(shown.stdout) as Operations;
  for (const { mspId, caCertificate, tlsCaCertificate, identities } of organizations) {
    const admin = identities.Admin;
    if (!admin) throw new Error(`${mspId} has no admin in the stack's outputs`);
    const files = {
      "msp/cacerts/ca.pem": caCertificate,
      "msp/tlscacerts/ca.pem": tlsCaCertificate,
      "msp/signcerts/cert.pem": admin.certificate,
      "msp/keystore/key.pem": admin.key,
      "msp/config.yaml": nodeUnits,
      "tls-ca.pem": tlsCaCertificate,
    };
    for (const [name, content] of Object.entries(files)) {
      await mkdir(join(folder, mspId, name, ".."), { recursive: true });
      await writeFile(join(folder, mspId, name), content, { mode: 0o600 });
    }
  }
  const at = (node: { readonly address: string; readonly port: number } | undefined) => {
    if (!node) throw new Error("an organisation has no node in the stack's outputs");
    return `${node.address}:${node.port}`;
  };
  const [chaincode] = (plan.networks.fabric?.channels ?? []).flatMap((channel) => channel.chaincodes);
  if (!chaincode) throw new Error("the stack has no chaincode");
  await writeFile(join(folder, "orderer-tls-ca.pem"), orderers.tlsCaCertificate);
  await writeFile(join(folder, "mycc.tgz"), Buffer.from(chaincode.packageBase64, "base64"));
  await writeFile(
    join(folder, "addresses.sh"),
    [
      `ORDERER=${at(orderers.nodes[0])}`,
      ...organizations.map(({ name, peers }) => `${name.toUpperCase()}_PEER=${at(peers[0])}`),
      `PACKAGE_ID=${chaincode.packageId}`,
      "",
    ].join("\n"),
  );
}
