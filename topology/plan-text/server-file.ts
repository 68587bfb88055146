import { stringify } from "yaml";
import type { ImageSettings } from "../../config/schema.js";
import { formatSize } from "../../config/units.js";
import { everyContainer } from "../container.js";
import { bindText } from "../drift/bind-text.js";
import { endpoint } from "../endpoint.js";
import type { Plan } from "../model/plan.js";
import type { PlannedServer } from "../model/server.js";
import type {
  ContainerOptions,
  Healthcheck,
  Limits,
  PlannedFile,
  PlannedPort,
  PlannedService,
  ReadyCheck,
} from "../model/service.js";
import { byName, sortedEntries } from "../names.js";
import { sha256 } from "../sha256.js";
import { gateOf } from "./gates.js";

/** What a plan is rendered from. */
export interface PlanSource {
  readonly plan: Plan;
  /** Where the images come from. */
  readonly images: ImageSettings;
  /** The stack file and, where its servers stand in a file of their own, that file; relative to the project. */
  readonly files: readonly string[];
}

const mebibyte = 1024 ** 2;

/** First words of every server's file: what begins otherwise was not made by us. */
export const serverFileMark = "# Plan of server ";

/** One server with all its services as YAML that people review: a line a fact, in a fixed order. */
export function serverFile({ plan, images, files }: PlanSource, server: PlannedServer): string {
  const services = plan.services
    .filter((service) => service.server === server.name)
    .map((service) => [service.name, serviceText(plan, images, service)]);
  const bridges = (plan.bridges ?? [])
    .filter((bridge) => bridge.server === server.name)
    .map(({ name, subnet }): [string, string] => [name, subnet]);
  const content = {
    ...serverText(server),
    ...section("dockerNetworks", Object.fromEntries(bridges)),
    services: Object.fromEntries(services),
  };
  const head = `${serverFileMark}${server.name}, stack ${plan.stack}, from ${files.join(" and ")}. Made by ./consortium plan.`;
  return `${head}\n${stringify(content, { lineWidth: 0 })}`;
}

function serverText(server: PlannedServer): Record<string, unknown> {
  const { ssh } = server;
  return {
    server: server.name,
    address: server.address,
    login: login(ssh),
    hostKey: ssh.hostKey,
    ...(ssh.jump ? { jump: login(ssh.jump), jumpHostKey: ssh.jump.hostKey } : {}),
    arch: server.armLevel === undefined ? server.arch : `${server.arch}-${server.armLevel}`,
    ...(server.zone === undefined ? {} : { zone: server.zone }),
    ...(server.dataRoot === undefined ? {} : { dataRoot: server.dataRoot }),
    has: capacity(server),
    servicesNeed: capacity(server.needs),
  };
}

function login({ user, host, port }: PlannedServer["ssh"]): string {
  return `${user}@${endpoint(host, port)}`;
}

function capacity(of: { readonly cpus: number; readonly memoryMiB: number; readonly diskMiB: number }) {
  return {
    cpus: of.cpus,
    memory: formatSize(of.memoryMiB * mebibyte),
    disk: formatSize(of.diskMiB * mebibyte),
  };
}

function serviceText(plan: Plan, images: ImageSettings, service: PlannedService): Record<string, unknown> {
  const { networkMode, restart } = everyContainer;
  const { after, proof, quorum } = gateOf(plan, service);
  const { binds = [] } = service;
  return {
    container: service.container,
    role: service.role,
    image: imageOf(plan, images, service),
    ...(service.command.length > 0 ? { command: service.command } : {}),
    user: service.options?.user ?? "as the image says",
    network: service.bridge?.network ?? networkMode,
    ...(service.bridge && service.bridge.aliases.length > 0
      ? { aliases: [...service.bridge.aliases].sort(byName) }
      : {}),
    restart,
    stopAfter: `${service.stopSeconds}s`,
    limits: limitsText(service.limits),
    ports: Object.fromEntries(service.ports.map((port) => [port.name, portText(port)])),
    ...section("hosts", service.hosts),
    ...section("env", envText(service)),
    ...section(
      "volumes",
      Object.fromEntries(
        service.volumes.map(({ name, path, access, alsoAt = [] }) => [
          name,
          [{ path, access }, ...alsoAt]
            .map((mount) => bindText(mount.path, mount.access ?? "write"))
            .join(", "),
        ]),
      ),
    ),
    ...section("frozen", Object.fromEntries(service.volumes.flatMap(({ frozen }) => Object.entries(frozen)))),
    ...section(
      "binds",
      Object.fromEntries(binds.map(({ path, from, access }) => [path, bindText(from, access)])),
    ),
    ...(service.placed === undefined ? {} : { placedFiles: service.placed }),
    ...(service.healthcheck ? { healthcheck: healthcheckText(service.healthcheck) } : {}),
    ...section("options", optionsText(service.options ?? {})),
    ...section("files", Object.fromEntries(service.files.map((file) => [file.path, fileText(file)]))),
    ...(service.ready && service.ready.length > 0 ? { ready: service.ready.map(readyText) } : {}),
    gate: {
      phase: service.phase,
      ...(quorum === undefined ? {} : { quorum }),
      after: after.length > 0 ? after : "preflight",
      proof,
    },
  };
}

/** Sorted, so that a line moves only when its name changes; left out when there is nothing in it. */
function section(name: string, entries: Readonly<Record<string, string>>): Record<string, unknown> {
  const sorted = sortedEntries(entries);
  return sorted.length === 0 ? {} : { [name]: Object.fromEntries(sorted) };
}

/** A vendor's image keeps its name; which of the package's archives holds it depends on the architecture. */
function imageOf(
  { networks: { wefe } }: Plan,
  images: ImageSettings,
  { role, image }: PlannedService,
): string {
  if (wefe === undefined || !role.startsWith("wefe-")) return imageText(images, image);
  return images.references[image] ?? `${image} of the package's archives`;
}

/** Variables; of those with a password the name alone. */
function envText({ env, secrets }: PlannedService): Readonly<Record<string, string>> {
  return {
    ...env,
    ...Object.fromEntries(Object.entries(secrets?.env ?? {}).map(([key, name]) => [key, `secret:${name}`])),
  };
}

/** Where an image comes from; what an archive holds is not known before it is read, and differs by machine. */
export function imageText(images: ImageSettings, image: string): string {
  if (image.includes("@sha256:")) return image;
  return images.references[image] ?? `${images.archives ?? "archives"}/${image}.tar`;
}

function limitsText({ cpus, cpuWeight, memoryMiB, heapMiB, openFiles }: Limits): Record<string, unknown> {
  return {
    ...(cpuWeight === undefined ? { cpus } : { cpuWeight }),
    memory: formatSize(memoryMiB * mebibyte),
    ...(heapMiB === undefined ? {} : { heap: formatSize(heapMiB * mebibyte) }),
    openFiles,
  };
}

/** What is asked until a service serves. */
function readyText(check: ReadyCheck): string {
  switch (check.kind) {
    case "tcp":
      return `${endpoint(check.host, check.port)} accepts connections`;
    case "http":
      return `http://${endpoint(check.host, check.port)}${check.path} answers 200${check.matches === undefined ? "" : ` and matches ${check.matches}`}`;
    case "inside":
      return `${endpoint(check.host, check.port)} accepts connections from its container`;
    case "command":
      return `${check.command.join(" ")} prints a line that matches ${check.matches}`;
  }
}

function portText({ address, port, exposure, target }: PlannedPort): string {
  return `${endpoint(address, port)} ${exposure}${target === undefined ? "" : `, ${target} in the container`}`;
}

function healthcheckText(check: Healthcheck): string {
  const { test, intervalSeconds, timeoutSeconds, retries, startSeconds } = check;
  return `${test.join(" ")} every ${intervalSeconds}s, at most ${timeoutSeconds}s, ${retries} times, after ${startSeconds}s`;
}

/** What a package asks for besides, a line each; the user stands with the image. */
function optionsText({ user: _, ...options }: ContainerOptions): Record<string, string> {
  return Object.fromEntries(
    Object.entries(options).map(([name, value]) => [
      name,
      typeof value === "object" ? JSON.stringify(value) : String(value),
    ]),
  );
}

/** Mode and content of a file: public text by its hash, everything else by its name, never a key or a password. */
function fileText({ mode, source }: PlannedFile): string {
  switch (source.kind) {
    case "text":
      return `${mode} sha256:${sha256(source.text)}`;
    case "material":
      return `${mode} ${mode === "0600" ? "secret" : "certificate"}:${source.name}`;
    case "block":
      return `${mode} block:${source.name}`;
  }
}
