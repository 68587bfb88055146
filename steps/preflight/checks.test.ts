import { describe, expect, test } from "vitest";
import { parseNetwork } from "../../topology/ipv4.js";
import type { PreflightSpec } from "../specs.js";
import { checkClaims } from "./check-claims.js";
import { checkDocker } from "./check-docker.js";
import { checkMachine } from "./check-machine.js";
import type { Facts, LinkFacts } from "./facts.js";
import { facts, link, spec } from "./testing.js";

interface Case {
  readonly title: string;
  readonly facts?: Partial<Facts>;
  readonly link?: Partial<LinkFacts>;
  readonly spec?: Partial<PreflightSpec>;
  /** Rows that did not pass: `verdict check: found`. */
  readonly says: readonly string[];
}

function openRows(one: Case): string[] {
  const [f, l, s] = [
    { ...facts, ...one.facts },
    { ...link, ...one.link },
    { ...spec, ...one.spec },
  ];
  return [...checkMachine(s, f, l), ...checkDocker(s, f, l), ...checkClaims(s, f)]
    .filter(({ verdict }) => verdict !== "pass")
    .map(
      ({ verdict, check, subject, found }) =>
        `${verdict} ${subject ? `${check} ${subject}` : check}: ${found}`,
    );
}

/** The facts without some of them. */
function without(...keys: readonly (keyof Facts)[]): Facts {
  return Object.fromEntries(
    Object.entries(facts).filter(([key]) => !keys.includes(key as keyof Facts)),
  ) as never;
}

const clock = (aheadSeconds: number, uncertainSeconds = 0.01) => ({
  clock: { aheadSeconds, uncertainSeconds },
});

describe("machine", () => {
  test.each<Case>([
    { title: "everything as planned", says: [] },
    { title: "Ubuntu", facts: { os: "ubuntu 24.04" }, says: [] },
    { title: "another system", facts: { os: "rocky 9.4" }, says: ["fail system: rocky 9.4"] },
    { title: "another architecture", facts: { arch: "aarch64" }, says: ["fail architecture: aarch64"] },
    {
      title: "WeFe with its data in a real folder, on a disk that is as large as its row",
      facts: { dataRoot: { named: "/data/docker", real: "/data/docker" } },
      spec: { vendorPackage: "wefe", needs: { cpus: 4, memoryMiB: 16_384, diskMiB: 307_200 } },
      says: [],
    },
    {
      title: "WeFe behind a link",
      facts: { dataRoot: { named: "/data/docker", real: "/mnt/disk/docker" } },
      spec: { vendorPackage: "wefe" },
      says: ["fail data-root: /data/docker is /mnt/disk/docker"],
    },
    ...[
      { os: "ubuntu 18.04", says: ["warn system for wefe-flow: ubuntu 18.04"] },
      { os: "ubuntu 20.04", says: ["warn system for wefe-flow: ubuntu 20.04"] },
      { os: "debian 12", says: ["warn system for wefe-flow: debian 12"] },
      { os: "ubuntu 22.04", says: [] },
      { os: "ubuntu 24.04", says: [] },
    ].map(
      ({ os, says }): Case => ({
        title: `wefe-flow on ARM with ${os}`,
        facts: { arch: "aarch64", os },
        spec: { arch: "arm64", vendorPackage: "wefe", wefeFlow: true },
        says,
      }),
    ),
    {
      title: "a union on ARM, which has no flow",
      facts: { arch: "aarch64", os: "ubuntu 20.04" },
      spec: { arch: "arm64", vendorPackage: "wefe" },
      says: [],
    },
    {
      title: "wefe-flow on x86_64 with an old system",
      facts: { os: "ubuntu 18.04" },
      spec: { vendorPackage: "wefe", wefeFlow: true },
      says: [],
    },
    {
      title: "macOS has no os-release and says so by its architecture too",
      facts: { arch: "arm64", os: "" },
      spec: { arch: "arm64" },
      says: ["fail system: unknown", "fail architecture: arm64"],
    },
    { title: "arm64 where planned", facts: { arch: "aarch64" }, spec: { arch: "arm64" }, says: [] },
    { title: "fewer processors than said", facts: { cpus: 2 }, says: ["fail processors: 2"] },
    { title: "memory 7 % below the label", facts: { memoryMiB: 15_238 }, says: [] },
    { title: "memory further below", facts: { memoryMiB: 15_237 }, says: ["fail memory: 14.9 GiB"] },
    {
      title: "a disk smaller than said, and too little of it free",
      facts: { disk: { totalMiB: 102_400, freeMiB: 51_200, path: "/var/lib/docker" } },
      says: ["fail disk size: 100 GiB at /var/lib/docker", "fail disk free: 50 GiB"],
    },
    {
      title: "with our data on it, a disk needs less free space",
      facts: {
        disk: { totalMiB: 300_000, freeMiB: 60_000, path: "/" },
        volumes: [{ name: "prod-kafka1-data", labels: { "consortium.network": "3f9a" } }],
      },
      says: [],
    },
    {
      title: "with our data, below 15 % free",
      facts: {
        disk: { totalMiB: 300_000, freeMiB: 30_000, path: "/" },
        volumes: [{ name: "prod-kafka1-data", labels: { "consortium.network": "3f9a" } }],
      },
      says: ["warn disk free: 29.3 GiB (10 %)"],
    },
    {
      title: "with our data, below 5 % free",
      facts: {
        disk: { totalMiB: 300_000, freeMiB: 3000, path: "/" },
        volumes: [{ name: "prod-kafka1-data", labels: { "consortium.network": "3f9a" } }],
      },
      says: ["fail disk free: 2.9 GiB (1 %)"],
    },
    { title: "clock 0.9 s off", link: clock(0.9), says: [] },
    { title: "clock 1.5 s ahead", link: clock(1.5), says: ["warn clock: 1.5 s ahead"] },
    { title: "clock 6 s behind", link: clock(-6), says: ["fail clock: 6.0 s behind"] },
    { title: "a slow answer is not a wrong clock", link: clock(5.5, 5), says: [] },
  ])("$title: $says", (one) => expect(openRows(one)).toEqual(one.says));
});

const level = (armLevel: "v8.0" | "v8.2") => ({ arch: "arm64", armLevel }) as const;
const cortexA72 = { arch: "aarch64", features: [["fp", "asimd", "crc32"]] };
const neoverseN1 = { arch: "aarch64", features: [["fp", "asimd", "atomics", "fphp", "dcpop", "asimddp"]] };

describe("the level of a 64-bit ARM", () => {
  test.each<Case>([
    { title: "as said", facts: cortexA72, spec: level("v8.0"), says: [] },
    { title: "as said", facts: neoverseN1, spec: level("v8.2"), says: [] },
    { title: "a later one than said", facts: neoverseN1, spec: level("v8.0"), says: [] },
    {
      title: "an older one than said",
      facts: cortexA72,
      spec: level("v8.2"),
      says: ["fail processor level: ARMv8.0"],
    },
    { title: "none said", facts: cortexA72, spec: { arch: "arm64" }, says: [] },
    { title: "no ARM at all", spec: level("v8.2"), says: ["fail architecture: x86_64"] },
  ])("$title: $says", (one) => expect(openRows(one)).toEqual(one.says));

  test("the finding says which level to write", () => {
    const { remedy } =
      checkMachine({ ...spec, ...level("v8.2") }, { ...facts, ...cortexA72 }, link).find(
        ({ check }) => check === "processor level",
      ) ?? {};
    expect(remedy).toBe(
      "say arm64-v8.0 in servers.k1.arch, so that images for it are chosen, or use a later processor",
    );
  });
});

const deploy = { user: "deploy", groups: ["deploy", "docker"] };

describe("Docker and rights", () => {
  test.each<Case>([
    { title: "deploy with sudo and the group", facts: deploy, says: [] },
    {
      title: "deploy without either",
      facts: { user: "deploy", groups: ["deploy"], root: false },
      link: { dockerApi: "permission denied" },
      says: [
        "fail sudo: deploy may not",
        "fail docker group: deploy is no member",
        "fail docker API: permission denied",
      ],
    },
    {
      title: "no TCP forwarding",
      link: { tcpForwarding: "administratively prohibited" },
      says: ["fail ssh TCP forwarding: administratively prohibited"],
    },
    {
      title: "no socket forwarding",
      facts: { sshd: { allowstreamlocalforwarding: "no" } },
      link: { dockerApi: "open failed" },
      says: ["fail ssh socket forwarding: no", "fail docker API: open failed"],
    },
    {
      title: "an engine too old",
      facts: { engine: "19.03.15", running: "19.03.15" },
      says: ["fail engine: 19.03.15, running"],
    },
    {
      title: "an engine too new",
      facts: { engine: "29.0.1", running: "29.0.1" },
      spec: { engine: { minimum: "20.10", below: "29", reason: "docker-built chaincode" } },
      says: ["fail engine: 29.0.1, running"],
    },
    {
      title: "an engine just below the limit",
      facts: { engine: "28.5.2", running: "28.5.2" },
      spec: { engine: { minimum: "20.10", below: "29", reason: "docker-built chaincode" } },
      says: [],
    },
  ])("$title: $says", (one) => expect(openRows(one)).toEqual(one.says));

  test.each([
    { title: "stopped", known: without("running"), row: "pass 20.10.24+dfsg1, stopped, will be started" },
    {
      title: "absent, apt has one",
      known: { ...without("running", "engine"), candidate: "26.1.5+dfsg1-9" },
      row: "pass 26.1.5+dfsg1-9, will be installed from apt",
    },
    {
      title: "absent, apt has no lists",
      known: { ...without("running", "engine"), candidate: "unlisted" },
      row: "warn none, and apt has no package lists yet",
    },
    {
      title: "absent, apt has none",
      known: without("running", "engine"),
      row: "fail no Docker engine, and apt knows no docker.io",
    },
  ])("an engine that is $title: $row", ({ known, row }) => {
    const engine = checkDocker(spec, known, link).find(({ check }) => check === "engine");
    expect(`${engine?.verdict} ${engine?.found}`).toBe(row);
  });

  test("the missing sudo right is printed as the line to add", () => {
    const [sudo] = checkDocker(spec, { ...facts, user: "deploy", groups: ["docker"], root: false }, link);
    expect(sudo?.remedy).toBe(
      "as root there: echo 'deploy ALL=(root) NOPASSWD: ALL' >/etc/sudoers.d/consortium && chmod 0440 /etc/sudoers.d/consortium",
    );
  });
});

const ours = { id: "c1", name: "prod-kafka1", state: "running", stack: "prod", network: "3f9a" };
const broker = { address: "10.0.1.21", port: 9092, process: "java", container: "c1" };

describe("ports, names, data and reach", () => {
  test.each<Case>([
    {
      title: "a port held by our own container",
      facts: { listeners: [broker], containers: [ours] },
      says: [],
    },
    {
      title: "a port held by a process",
      facts: { listeners: [{ address: "*", port: 9092, process: "java" }] },
      says: ["fail port 9092: taken by java"],
    },
    {
      title: "a port held by someone's container",
      facts: { listeners: [broker], containers: [{ ...ours, name: "other", stack: "", network: "" }] },
      says: ["fail port 9092: taken by java in container other"],
    },
    {
      title: "the same port on another address",
      facts: { listeners: [{ address: "127.0.0.1", port: 9092, process: "java" }] },
      says: [],
    },
    { title: "our own claim", facts: { owner: "3f9a" }, says: [] },
    {
      title: "another state's claim",
      facts: { owner: "beef" },
      says: ["fail claim: stack prod belongs to another state (network beef)"],
    },
    {
      title: "a container of our name that is not ours",
      facts: { containers: [{ ...ours, stack: "", network: "" }] },
      says: ["fail container prod-kafka1: there is one that is not ours"],
    },
    {
      title: "a container of another network",
      facts: { containers: [{ ...ours, network: "beef" }] },
      says: ["fail container prod-kafka1: belongs to network beef"],
    },
    {
      title: "a volume of another network",
      facts: { volumes: [{ name: "prod-kafka1-data", labels: { "consortium.network": "beef" } }] },
      says: ["fail volume prod-kafka1-data: holds data of network beef"],
    },
    {
      title: "a volume of our name without labels",
      facts: { volumes: [{ name: "prod-kafka1-data", labels: {} }] },
      says: ["fail volume prod-kafka1-data: there is one that is not ours"],
    },
    {
      title: "a volume made with another broker id",
      facts: {
        volumes: [
          {
            name: "prod-kafka1-data",
            labels: { "consortium.network": "3f9a", "consortium.frozen.broker.id": "7" },
          },
        ],
      },
      says: ["fail volume prod-kafka1-data: its data was made with broker.id 7"],
    },
    {
      title: "a dialled server that refuses the connection is there",
      facts: { reach: { zk1: "refused" } },
      says: [],
    },
    {
      title: "one that does not answer",
      facts: { reach: { zk1: "timeout" } },
      says: ["fail reach zk1: timeout"],
    },
    { title: "one that was not tried", facts: { reach: {} }, says: ["fail reach zk1: not tried"] },
  ])("$title: $says", (one) => expect(openRows(one)).toEqual(one.says));

  test("without ss it is said that ports were not looked at", () => {
    const ports = checkClaims(spec, without("listeners")).find(({ check }) => check === "port");
    expect(`${ports?.verdict} ${ports?.found}`).toBe("warn not known");
  });
});

const bridged = { bridges: [{ name: "prod-wefe", subnet: "172.30.0.0/16" }] };
const docker0 = { name: "bridge", stack: "", network: "", device: "docker0", subnets: ["172.17.0.0/16"] };
const ownBridge = {
  name: "prod-wefe",
  stack: "prod",
  network: "3f9a",
  device: "br-9c1f5a77d0b2",
  subnets: ["172.30.0.0/16"],
};
const route = (device: string, text: string) => ({ device, to: parseNetwork(text) ?? { first: 0, bits: 0 } });

describe("bridge networks", () => {
  test.each<Case>([
    {
      title: "a free subnet",
      facts: { networks: [docker0], routes: [route("eth0", "0.0.0.0/0"), route("eth0", "10.0.1.0/24")] },
      says: [],
    },
    {
      title: "our own network, made by an earlier run, and its route",
      facts: {
        networks: [docker0, ownBridge],
        routes: [route("br-9c1f5a77d0b2", "172.30.0.0/16"), route("docker0", "172.17.0.0/16")],
      },
      says: [],
    },
    {
      title: "our own network with the subnet that it had before",
      facts: {
        networks: [{ ...ownBridge, subnets: ["172.30.0.0/15"] }],
        routes: [route("br-9c1f5a77d0b2", "172.30.0.0/15")],
      },
      says: [],
    },
    {
      title: "a Docker network that holds the subnet is named, not its route too",
      facts: {
        networks: [{ ...docker0, name: "other", device: "br-1", subnets: ["172.16.0.0/12"] }],
        routes: [route("br-1", "172.16.0.0/12")],
      },
      says: ["fail docker network 172.30.0.0/16: overlaps Docker network other (172.16.0.0/12)"],
    },
    {
      title: "a route into the subnet",
      facts: { routes: [route("tun0", "172.30.4.0/24")] },
      says: ["fail docker network 172.30.0.0/16: overlaps the route to 172.30.4.0/24 by tun0"],
    },
    {
      title: "a network of our name that is not ours",
      facts: { networks: [{ ...ownBridge, stack: "", network: "", subnets: ["10.9.0.0/16"] }] },
      says: ["fail docker network prod-wefe: there is one that is not ours"],
    },
    {
      title: "a network of our name and another state",
      facts: { networks: [{ ...ownBridge, network: "beef", subnets: ["10.9.0.0/16"] }] },
      says: ["fail docker network prod-wefe: belongs to network beef"],
    },
  ])("$title: $says", (one) => expect(openRows({ ...one, spec: bridged })).toEqual(one.says));

  test("a stack without one is not asked about subnets", () => {
    expect(openRows({ title: "", facts: { routes: [route("tun0", "172.30.4.0/24")] }, says: [] })).toEqual(
      [],
    );
  });

  const proxy = { address: "10.0.1.21", port: 9092, process: "docker-proxy" };
  test.each<Case>([
    {
      title: "a port that our own container publishes",
      facts: {
        listeners: [proxy],
        containers: [ours],
        published: [{ container: "c1", address: "10.0.1.21", port: 9092 }],
      },
      says: [],
    },
    {
      title: "a port that someone's container publishes",
      facts: {
        listeners: [proxy],
        containers: [{ ...ours, name: "other", stack: "", network: "" }],
        published: [{ container: "c1", address: "10.0.1.21", port: 9092 }],
      },
      says: ["fail port 9092: taken by docker-proxy"],
    },
  ])("$title: $says", (one) => expect(openRows({ ...one, spec: bridged })).toEqual(one.says));
});

describe("before the first up, when the stack has no network yet", () => {
  const { network: _none, ...first } = spec;
  const openRowsBefore = (known: Partial<Facts>) =>
    checkClaims(first, { ...facts, ...known })
      .filter(({ verdict }) => verdict !== "pass")
      .map(({ check, subject, found }) => `${subject ? `${check} ${subject}` : check}: ${found}`);

  test.each<{ title: string; known: Partial<Facts>; says: readonly string[] }>([
    { title: "an unclaimed server", known: {}, says: [] },
    {
      title: "a claimed one",
      known: { owner: "beef" },
      says: ["claim: stack prod belongs to another state (network beef)"],
    },
    {
      title: "a container of a network",
      known: { containers: [{ ...ours, network: "beef" }] },
      says: ["container prod-kafka1: belongs to network beef"],
    },
    {
      title: "a volume without labels is not taken for ours",
      known: { volumes: [{ name: "prod-kafka1-data", labels: {} }] },
      says: ["volume prod-kafka1-data: there is one that is not ours"],
    },
    {
      title: "a volume of a network",
      known: { volumes: [{ name: "prod-kafka1-data", labels: { "consortium.network": "beef" } }] },
      says: ["volume prod-kafka1-data: holds data of network beef"],
    },
    {
      title: "a port held by a container of the same name",
      known: { listeners: [broker], containers: [ours] },
      says: [
        "port 9092: taken by java in container prod-kafka1",
        "container prod-kafka1: belongs to network 3f9a",
      ],
    },
  ])("$title: $says", ({ known, says }) => expect(openRowsBefore(known)).toEqual(says));

  test("a volume without labels leaves the disk judged as one without our data", () => {
    const volumes = [{ name: "else", labels: {} }];
    const disk = { totalMiB: 300_000, freeMiB: 60_000, path: "/" };
    const free = checkMachine(first, { ...facts, volumes, disk }, link).find(
      ({ check }) => check === "disk free",
    );
    expect(`${free?.verdict} ${free?.found}`).toBe("fail 58.6 GiB");
  });
});

test("every check says what it found where all is well, so that a table of passes is whole", () => {
  const rows = [
    ...checkMachine(spec, facts, link),
    ...checkDocker(spec, facts, link),
    ...checkClaims(spec, facts),
  ];
  expect(rows.map(({ check, verdict }) => `${verdict} ${check}`)).toEqual([
    "pass system",
    "pass architecture",
    "pass processors",
    "pass memory",
    "pass disk size",
    "pass disk free",
    "pass clock",
    "pass login",
    "pass ssh TCP forwarding",
    "pass engine",
    "pass ssh socket forwarding",
    "pass docker API",
    "pass claim",
    "pass port",
    "pass container",
    "pass volume",
    "pass reach",
  ]);
  expect(rows.filter(({ found, wanted }) => found === "" || wanted === "")).toEqual([]);
});
