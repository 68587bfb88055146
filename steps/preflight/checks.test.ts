import { describe, expect, test } from "vitest";
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
