/**
 * The same cases on either kind of plugin: on the stand-ins, and on the official ones where
 * CONSORTIUM_OFFICIAL_PLUGINS names the folder that holds `resource-<package>-v<version>/`, e.g. ~/.pulumi/plugins.
 */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startAgent, type TestAgent } from "../../hosts/ssh/test-server.js";
import { docker } from "../../lab/docker.js";
import { importBusybox } from "../../test/e2e/support/busybox.js";
import { type MachineServer, startMachineServer } from "../../test/e2e/support/sshd.js";
import { packageNames } from "../build.js";
import type { EngineSide } from "../rpc/harness.js";
import { type Props, revealProps } from "../rpc/values.js";
import type { RunningPlugin } from "./binary.js";
import { type Case, expectedOf } from "./case.js";
import { commandCases } from "./command-cases.js";
import { dockerCases, prefix } from "./docker-cases.js";
import { material, randomCases, tlsCases } from "./key-cases.js";
import { kinds, pluginsOf, startPackage } from "./kinds.js";
import { observe } from "./observe.js";

type PackageName = (typeof packageNames)[number];

const image = `${prefix}:1`;

let work: string;
let agent: TestAgent;
let server: MachineServer;

beforeAll(async () => {
  work = mkdtempSync(join(tmpdir(), "consortium-conformance-"));
  mkdirSync(join(work, "copied"));
  agent = await startAgent();
  server = await startMachineServer(work, agent.publicKey);
  await removeThings();
  importBusybox(image);
  await docker(["network", "create", `${prefix}-net`]);
});

afterAll(async () => {
  await removeThings();
  await server.close();
  await agent.close();
  rmSync(work, { recursive: true });
});

/** How Docker lists each sort of thing by name, and removes one. Containers are first, since they use the others. */
const sorts = [
  { list: "ps --all --format {{.Names}}", remove: "rm --force" },
  { list: "volume ls --format {{.Name}}", remove: "volume rm" },
  { list: "network ls --format {{.Name}}", remove: "network rm" },
  { list: "image ls --format {{.Repository}}:{{.Tag}}", remove: "rmi" },
];

/** The suite's own things among those listed. */
async function ours(list: string): Promise<string[]> {
  const names = await docker(list.split(" "));
  return names.split("\n").filter((name) => name.startsWith(prefix));
}

/** Removes what a cut-off run left, of burst.test.ts too, and what the cases use. */
async function removeThings(): Promise<void> {
  for (const { list, remove } of sorts)
    for (const name of await ours(list)) await docker([...remove.split(" "), name]);
}

const cases: Readonly<Record<PackageName, (engine: EngineSide) => Promise<readonly Case[]>>> = {
  docker: async () => {
    const imageId = (await docker(["image", "inspect", "--format", "{{.Id}}", image])).trim();
    return dockerCases({ image, imageId });
  },
  command: async () => commandCases(await commandThings()),
  random: async () => randomCases,
  tls: async (engine) => {
    const make = async (
      { type, inputs }: { readonly type: string; readonly inputs: Props },
      output: string,
    ) => String(revealProps((await engine.create(type, inputs)).outputs)[output]);
    const keyPem = await make(material.key, "privateKeyPem");
    const authorityPem = await make(material.authority(keyPem), "certPem");
    const requestPem = await make(material.request(keyPem), "certRequestPem");
    return tlsCases({ keyPem, authorityPem, requestPem });
  },
};

async function commandThings() {
  const { host, port, user, hostKey } = server.target;
  return { connection: { host, port, user, hostKey }, folder: join(work, "copied") };
}

/** Titles are known before anything is made. */
const titles: Readonly<Record<PackageName, readonly string[]>> = {
  docker: dockerCases({ image, imageId: "" }).map(({ title }) => title),
  command: commandCases({ connection: {}, folder: "" }).map(({ title }) => title),
  random: randomCases.map(({ title }) => title),
  tls: tlsCases({ keyPem: "", authorityPem: "", requestPem: "" }).map(({ title }) => title),
};

describe.each(kinds)("%s plugins", (kind) => {
  let folder: string;
  beforeAll(async () => {
    folder = await pluginsOf(kind, work);
  });

  describe.each(packageNames)("%s", (name) => {
    let plugin: RunningPlugin;
    let known: readonly Case[];
    beforeAll(async () => {
      plugin = await startPackage(folder, name, { SSH_AUTH_SOCK: agent.socket, TMPDIR: work });
      await plugin.engine.configure(name === "docker" ? { host: "unix:///var/run/docker.sock" } : {});
      known = await cases[name](plugin.engine);
    });
    afterAll(() => plugin.close());

    test.each(titles[name])("%s", async (title) => {
      const one = known.find((each) => each.title === title);
      if (!one) throw new Error(`no case is called ${title}`);
      expect(await observe(plugin.engine, one)).toEqual(expectedOf(one, kind));
    });
  });
});

// Last, since it takes away what the cases use.
test("what a cut-off run left is removed", async () => {
  await docker(["volume", "create", `${prefix}-burst-0`]);
  await docker(["network", "create", `${prefix}-network`]);
  await removeThings();
  const left = await Promise.all(sorts.map(({ list }) => ours(list)));
  expect(left.flat()).toEqual([]);
});
