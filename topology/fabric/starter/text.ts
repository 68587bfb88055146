import type { Answers } from "./answers.js";
import type { StarterPlacement } from "./placement.js";
import { type Hardware, imageFolder, starterFabric, starterHardware } from "./stack.js";

/** Where a starter stack is written. */
export interface Destination {
  /** Name of its file, e.g. `Pulumi.demo.yaml`. */
  readonly file: string;
  /** Path of the JSON Schema as seen from the file. */
  readonly schema: string;
}

/** The text of a starter stack file, with what its reader has to know beside each part. */
export function starterText(answers: Answers, placement: StarterPlacement, to: Destination): string {
  const { tier, data, organizations } = answers;
  return [
    `# yaml-language-server: $schema=${to.schema}`,
    `# A Hyperledger Fabric network with Kafka ordering: 3 ZooKeeper, 4 Kafka, 3 orderers, peers of ${organizations.map(({ name }) => name).join(", ")}.`,
    "# Written by ./consortium init; change it as you like and judge it, offline, with:",
    `#   ./consortium validate ${to.file}`,
    "# Every key, its default and what is allowed: docs/configuration.md.",
    "config:",
    "  # Minimum hardware of each role and the limits that follow: trial, economy or production.",
    `  consortium:tier: ${tier}`,
    "  # keep: volumes are protected, pulumi destroy is refused. delete: plain pulumi destroy removes the data.",
    `  consortium:data: ${data}`,
    "",
    ...(answers.servers.kind === "inventory"
      ? [
          "  # The servers by name, in a file of their own; relative to the folder with Pulumi.yaml.",
          `  consortium:inventory: ${JSON.stringify(answers.servers.path)}`,
        ]
      : serverLines(answers, placement)),
    "",
    "  # Images as archives, which `npm run setup -- --only images` builds there; our registry on one of the servers",
    "  # hands them out. With a registry of your own name them by digest instead:",
    "  #   references: { fabric-peer: registry.example.com/fabric-peer@sha256:… }",
    "  consortium:images:",
    `    archives: ${imageFolder}`,
    `    registry: { server: ${placement.orderers[0]} }`,
    "",
    ...fabricLines(answers, placement),
    "",
  ].join("\n");
}

function serverLines(answers: Answers, placement: StarterPlacement): string[] {
  if (answers.servers.kind !== "listed") return [];
  const hardware = starterHardware(answers, placement);
  const { servers } = answers.servers;
  return [
    "  # The servers by name. address is where the others dial it. cpus, memory and disk are what its services need at",
    "  # least: write what the server really has. zone (rack, room, site) lets Kafka spread its copies.",
    "  # hostKey pins the server's SSH key: type and key as ssh-keyscan prints them, compared with the server's console.",
    "  consortium:servers:",
    ...placement.servers.flatMap((name, index) => {
      const { address, hostKey } = servers[index] ?? { address: "" };
      return serverEntry(name, address, hostKey, hardware[name], answers.user);
    }),
  ];
}

function serverEntry(
  name: string,
  address: string,
  hostKey: string | undefined,
  hardware: Hardware | undefined,
  user: string | undefined,
): string[] {
  if (!hardware) return [];
  return [
    `    ${name}: # ${hardware.services.join(", ")}`,
    `      address: ${address.includes(":") ? JSON.stringify(address) : address}`,
    hostKey === undefined
      ? `      # hostKey: ssh-ed25519 AAAA…   from: ssh-keyscan -t ed25519 ${address}`
      : `      hostKey: ${hostKey}`,
    "      # zone: a",
    ...(user === undefined ? [] : [`      ssh: { user: ${user} }`]),
    `      cpus: ${hardware.cpus}`,
    `      memory: ${hardware.memoryGiB}GiB`,
    `      disk: ${hardware.diskGiB}GiB`,
  ];
}

function fabricLines(answers: Answers, placement: StarterPlacement): string[] {
  const { version, ordering, organizations, channels } = starterFabric(answers, placement);
  const { name, mspId, domain } = ordering.organization;
  const { mychannel } = channels;
  const { mycc } = mychannel.chaincodes;
  const members = (entries: Readonly<Record<string, { readonly server: string; readonly id: number }>>) =>
    Object.entries(entries).map(
      ([key, { server, id }]) => `        ${key}: { server: ${server}, id: ${id} }`,
    );
  return [
    "  consortium:fabric:",
    `    version: "${version}"`,
    "    ordering:",
    `      type: ${ordering.type}`,
    `      organization: { name: ${name}, mspId: ${mspId}, domain: ${word(domain)} }`,
    "      # Names and ids are frozen with the data: a member keeps both for life.",
    "      zookeeper:",
    ...members(ordering.zookeeper),
    "      kafka:",
    ...members(ordering.kafka),
    `      # orderer0 is dialled as orderer0.${domain}: clients must resolve that name to its server's address.`,
    `      orderers: ${flow(ordering.orderers)}`,
    "    organizations:",
    ...Object.entries(organizations).flatMap(([organization, one]) => [
      `      ${word(organization)}:`,
      `        domain: ${word(one.domain)}`,
      `        peers: ${flow(one.peers)}`,
      "        # Other organisations' peers dial these first.",
      `        anchors: [${one.anchors.join(", ")}]`,
      "        # stateDatabase: couchdb   # rich queries; frozen once a peer has a ledger",
    ]),
    "    channels:",
    "      mychannel:",
    `        organizations: [${mychannel.organizations.map(word).join(", ")}]`,
    "        chaincodes:",
    "          # The classic example with two accounts; put yours in its place.",
    "          mycc:",
    `            image: ${mycc.image}`,
    `            version: "${mycc.version}"`,
    `            sequence: ${mycc.sequence}`,
    `            policy: ${mycc.policy}`,
    "            # Called once, after the first commit.",
    `            init: { function: ${mycc.init.function}, args: ${list(mycc.init.args)} }`,
    "            # A read-only call that all organisations' peers must answer alike after every up.",
    `            check: { function: ${mycc.check.function}, args: ${list(mycc.check.args)} }`,
  ];
}

function flow(entries: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(entries).map(([key, value]) => `${key}: ${value}`);
  return `{ ${pairs.join(", ")} }`;
}

function list(values: readonly string[]): string {
  return `[${values.map((value) => JSON.stringify(value)).join(", ")}]`;
}

/** A name as a YAML text: quoted where YAML would take it for a number or one of its words. */
function word(text: string): string {
  return /^([\d.+-]|(true|false|null|yes|no|on|off)$)/i.test(text) ? JSON.stringify(text) : text;
}
