import type { Props } from "../rpc/values.js";
import type { Case } from "./case.js";

/** Everything of the suite in this machine's Docker has this name or one that begins with it. */
export const prefix = "consortium-lab-conformance";

/** What is there before the cases run. */
export interface DockerThings {
  /** Name of an image with busybox. */
  readonly image: string;
  /** Its id. */
  readonly imageId: string;
}

const name = `${prefix}-container`;
const container = "docker:index/container:Container";

/** Cases of the docker package on a daemon. */
export function dockerCases(things: DockerThings): Case[] {
  return [...containerCases(things), ...otherCases(things)];
}

function containerCases({ imageId }: DockerThings): Case[] {
  /** As every container of ours is made; see components/service/service.ts. */
  const base: Props = {
    name,
    image: imageId,
    command: ["sleep", "1000"],
    networkMode: "host",
    restart: "unless-stopped",
    logDriver: "json-file",
    logOpts: { "max-file": "5", "max-size": "50m" },
    memory: 64,
    memorySwap: 64,
    cpus: "0.25",
    ulimits: [{ name: "nofile", soft: 1024, hard: 1024 }],
    destroyGraceSeconds: 1,
    stopTimeout: 1,
    labels: [
      { label: "consortium.role", value: "kafka" },
      { label: "consortium.spec", value: "0123" },
    ],
    envs: ["A=1", "B=2"],
    hosts: [{ host: "k1", ip: "10.0.0.1" }],
    uploads: [{ file: "/etc/app/key", content: "x", permissions: "0600" }],
  };
  /** The base with something more; `null` takes something away. */
  const baseWith = (more: Props): Props =>
    Object.fromEntries(Object.entries({ ...base, ...more }).filter(([, value]) => value !== null));
  const bridged = { networkMode: "bridge", hosts: null };

  return [
    {
      title: "a container as ours are made",
      type: container,
      inputs: base,
      changes: {
        "another memory": { memory: 96, memorySwap: 96 },
        "no restart": { restart: "no" },
        "another processor limit": { cpus: "0.5" },
        "another environment": { envs: ["A=1", "B=3"] },
        "the environment in another order": { envs: ["B=2", "A=1"] },
        "another label": { labels: [{ label: "consortium.spec", value: "4567" }] },
        "another command": { command: ["sleep", "2000"] },
        "another upload": { uploads: [{ file: "/etc/app/key", content: "y", permissions: "0600" }] },
        "another host entry": { hosts: [{ host: "k1", ip: "10.0.0.2" }] },
        "other open files": { ulimits: [{ name: "nofile", soft: 2048, hard: 2048 }] },
        "another grace": { destroyGraceSeconds: 2 },
        "another stop time": { stopTimeout: 2 },
        "other log options": { logOpts: { "max-file": "6", "max-size": "50m" } },
        "a health check": { healthcheck: { tests: ["CMD", "true"], interval: "5s" } },
      },
      meddling: {
        "other memory by hand": `docker update --memory 96m --memory-swap 96m ${name}`,
        "its memory again": `docker update --memory 64m --memory-swap 64m ${name}`,
        "another processor limit by hand": `docker update --cpus 1 ${name}`,
        "its processor limit again": `docker update --cpus 0.25 ${name}`,
        "no restart by hand": `docker update --restart no ${name}`,
        "its restart policy again": `docker update --restart unless-stopped ${name}`,
        stopped: `docker stop -t 0 ${name}`,
        removed: `docker rm -f ${name}`,
      },
      expected: {
        "another memory": "update memory, memorySwap",
        "no restart": "update restart",
        "another processor limit": "replace cpus",
        "another environment": "replace envs",
        "the environment in another order": "same",
        "another label": "replace labels",
        "another command": "replace command",
        "another upload": "replace uploads",
        "another host entry": "replace hosts",
        "other open files": "replace ulimits",
        "another grace": "update destroyGraceSeconds",
        "another stop time": "replace stopTimeout",
        "other log options": "replace logOpts",
        "a health check": "update healthcheck",
        "other memory by hand": "update memory, memorySwap",
        "its memory again": "same",
        "another processor limit by hand": "replace cpus",
        "its processor limit again": "same",
        "no restart by hand": "update restart",
        "its restart policy again": "same",
        stopped: "update mustRun",
        removed: "gone",
      },
    },
    ...["1.0", "1.5", "0.5", "0.051"].map((cpus) => ({
      title: `${cpus} processors`,
      type: container,
      inputs: baseWith({ cpus }),
    })),
    ...["1", "0.05", "0.250"].map((cpus) => ({
      title: `${cpus} processors, which is not the form that is read back`,
      type: container,
      inputs: baseWith({ cpus }),
      expected: { again: "replace cpus", refreshed: "replace cpus" },
    })),
    {
      title: "a weight of processors",
      type: container,
      inputs: baseWith({ cpus: null, cpuShares: 512 }),
      changes: { "another weight": { cpuShares: 256 } },
      expected: { "another weight": "update cpuShares" },
    },
    {
      title: "capabilities by Docker's full names",
      type: container,
      inputs: baseWith({ capabilities: { adds: ["CAP_SYS_NICE", "CAP_NET_ADMIN"], drops: ["CAP_MKNOD"] } }),
      changes: {
        "in another order": {
          capabilities: { adds: ["CAP_NET_ADMIN", "CAP_SYS_NICE"], drops: ["CAP_MKNOD"] },
        },
        "one less": { capabilities: { adds: ["CAP_SYS_NICE"], drops: ["CAP_MKNOD"] } },
      },
      expected: { "in another order": "same", "one less": "replace capabilities" },
    },
    {
      title: "all capabilities",
      type: container,
      inputs: baseWith({ capabilities: { adds: [], drops: ["ALL"] } }),
    },
    {
      title: "capabilities without CAP_",
      type: container,
      inputs: baseWith({ capabilities: { adds: ["SYS_NICE"] } }),
      expected: { again: "same", refreshed: "replace capabilities" },
      standIn: {
        seen: { again: "replace capabilities" },
        why: "a state does not tell whether it was refreshed; one made before the names were full must not roll",
      },
    },
    {
      title: "memory without a limit of swap",
      type: container,
      inputs: baseWith({ memorySwap: null }),
      expected: { again: "update memorySwap", refreshed: "update memorySwap" },
    },
    {
      title: "a health check with all its times",
      type: container,
      inputs: baseWith({
        healthcheck: {
          tests: ["CMD-SHELL", "true"],
          interval: "1m30s",
          timeout: "10s",
          retries: 3,
          startPeriod: "0s",
        },
      }),
      changes: { "another interval": { healthcheck: { tests: ["CMD-SHELL", "true"], interval: "5s" } } },
      expected: { "another interval": "update healthcheck" },
    },
    {
      title: "a duration that Go writes otherwise",
      type: container,
      inputs: baseWith({ healthcheck: { tests: ["CMD", "true"], interval: "90s" } }),
      expected: { again: "update healthcheck", refreshed: "update healthcheck" },
    },
    {
      title: "ports and aliases in a network of Docker",
      type: container,
      inputs: baseWith({
        ...bridged,
        networksAdvanced: [{ name: `${prefix}-net`, aliases: ["b", "a"] }],
        ports: [
          { internal: 80, external: 28080, ip: "127.0.0.1" },
          { internal: 81, external: 28081, ip: "127.0.0.1" },
        ],
      }),
      changes: {
        "aliases in another order": { networksAdvanced: [{ name: `${prefix}-net`, aliases: ["a", "b"] }] },
        "another port": { ports: [{ internal: 80, external: 28082, ip: "127.0.0.1" }] },
      },
      expected: { "aliases in another order": "same", "another port": "replace ports" },
    },
    {
      title: "what a vendor's package may ask for",
      type: container,
      inputs: baseWith({
        ...bridged,
        networksAdvanced: [{ name: `${prefix}-net`, aliases: ["a"] }],
        entrypoints: ["sh", "-c"],
        command: ["sleep 1000"],
        workingDir: "/tmp",
        user: "0",
        hostname: "h",
        init: true,
        securityOpts: ["no-new-privileges"],
        shmSize: 32,
        stopSignal: "SIGINT",
        sysctls: { "net.ipv4.ip_forward": "1" },
        tmpfs: { "/scratch": "size=1m" },
        dns: ["10.0.0.1"],
        groupAdds: ["7"],
        tty: true,
        stdinOpen: true,
        readOnly: false,
        devices: [{ hostPath: "/dev/null", containerPath: "/dev/zero2", permissions: "rwm" }],
      }),
    },
    {
      title: "a volume, one read-only, and a file of the server",
      type: container,
      inputs: baseWith({
        volumes: [
          { volumeName: `${prefix}-data`, containerPath: "/data" },
          { volumeName: `${prefix}-data`, containerPath: "/backup", readOnly: true },
          { hostPath: "/etc/hostname", containerPath: "/hostname", readOnly: true },
        ],
      }),
      changes: { "another path": { volumes: [{ volumeName: `${prefix}-data`, containerPath: "/other" }] } },
      expected: { "another path": "replace volumes" },
    },
    {
      title: "no image",
      type: container,
      inputs: baseWith({ image: null }),
      expected: { check: "refused: 1" },
    },
    {
      title: "a program that is not in the image",
      type: container,
      inputs: baseWith({ command: ["no-such-program"] }),
      expected: { create: "made, and not well" },
      standIn: {
        seen: { create: "failed" },
        why: "it is removed with its last words in the error, so that the next run makes it again",
      },
    },
  ];
}

function otherCases({ image }: DockerThings): Case[] {
  return [
    {
      title: "an image that is there",
      type: "docker:index/remoteImage:RemoteImage",
      inputs: { name: image, keepLocally: true },
      changes: { "another name": { name: `${prefix}:2` } },
      expected: { "another name": "replace name" },
    },
    {
      title: "a volume",
      type: "docker:index/volume:Volume",
      inputs: { name: `${prefix}-volume`, driver: "local", labels: [{ label: "a", value: "1" }] },
      changes: { "another label": { labels: [{ label: "a", value: "2" }] } },
      meddling: { removed: `docker volume rm ${prefix}-volume` },
      expected: { "another label": "replace labels", removed: "gone" },
    },
    {
      title: "a network",
      type: "docker:index/network:Network",
      inputs: { name: `${prefix}-network`, driver: "bridge", labels: [{ label: "a", value: "1" }] },
      changes: {
        "another label": { labels: [{ label: "a", value: "2" }] },
        "another name": { name: `${prefix}-other` },
      },
      meddling: { removed: `docker network rm ${prefix}-network` },
      expected: { "another label": "replace labels", "another name": "replace name", removed: "gone" },
    },
  ];
}
