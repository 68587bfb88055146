import { describe, expect, test } from "vitest";
import type { VendorService } from "../types.js";
import { type ComposeKey, composeKeys, type MappedKey, type Section } from "./keys.js";
import { readKeys, readText } from "./testing.js";

const bridge = { kind: "bridge", network: "default", aliases: [] } as const;

/** A service that says nothing but its image. */
const bare: VendorService = {
  name: "board",
  folder: "board",
  place: { file: "board/docker-compose.yml", line: 2 },
  image: "wefe/board:3.8.3",
  command: [],
  env: {},
  hosts: {},
  ports: [],
  mounts: [],
  limits: {},
  dependsOn: [],
  attachment: bridge,
  stopSeconds: 10,
  options: {},
};

/** What each key that becomes something becomes: written out for every one of them. */
const mapped: Readonly<
  Record<MappedKey<"service">, { readonly keys: string; readonly is: Partial<VendorService> }>
> = {
  cap_add: {
    keys: "cap_add: [NET_ADMIN]",
    is: { options: { capabilities: { add: ["NET_ADMIN"], drop: [] } } },
  },
  cap_drop: { keys: "cap_drop: [ALL]", is: { options: { capabilities: { add: [], drop: ["ALL"] } } } },
  command: { keys: "command: java -jar 'a b.jar'", is: { command: ["java", "-jar", "a b.jar"] } },
  container_name: { keys: "container_name: wefe-board", is: { containerName: "wefe-board" } },
  cpus: { keys: "cpus: 1.5", is: { limits: { cpus: 1.5 } } },
  depends_on: {
    keys: "depends_on: { mysql: { condition: service_healthy, required: false } }",
    is: { dependsOn: [{ service: "mysql", condition: "healthy", missing: "allowed" }] },
  },
  deploy: {
    keys: "deploy: { resources: { limits: { memory: 2g, cpus: '2' } } }",
    is: { limits: { memoryMiB: 2048, cpus: 2 } },
  },
  devices: {
    keys: "devices: ['/dev/fuse:/dev/fuse']",
    is: { options: { devices: [{ from: "/dev/fuse", path: "/dev/fuse", permissions: "rwm" }] } },
  },
  dns: { keys: "dns: 10.0.0.2", is: { options: { dns: ["10.0.0.2"] } } },
  entrypoint: { keys: 'entrypoint: ["sh", "start.sh"]', is: { options: { entrypoint: ["sh", "start.sh"] } } },
  env_file: { keys: "env_file: board.env", is: { env: { FROM_FILE: "1" } } },
  environment: { keys: "environment: { TZ: Asia/Shanghai }", is: { env: { TZ: "Asia/Shanghai" } } },
  extends: {
    keys: "extends: { file: ../common/docker-compose.yml, service: base }",
    is: { env: { BASE: "1" } },
  },
  extra_hosts: {
    keys: "extra_hosts: ['mysql.service:127.0.0.1']",
    is: { hosts: { "mysql.service": "127.0.0.1" } },
  },
  group_add: { keys: "group_add: [mail, 999]", is: { options: { groups: ["mail", "999"] } } },
  healthcheck: {
    keys: "healthcheck: { test: curl -f localhost, interval: 1m30s }",
    is: {
      healthcheck: {
        test: ["CMD-SHELL", "curl -f localhost"],
        intervalSeconds: 90,
        timeoutSeconds: 30,
        retries: 3,
        startSeconds: 0,
      },
    },
  },
  hostname: { keys: "hostname: board", is: { options: { hostname: "board" } } },
  image: { keys: "", is: { image: "wefe/board:3.8.3" } },
  init: { keys: "init: true", is: { options: { init: true } } },
  mem_limit: { keys: "mem_limit: 1536m", is: { limits: { memoryMiB: 1536 } } },
  network_mode: { keys: "network_mode: host", is: { attachment: { kind: "host" } } },
  networks: {
    keys: "networks: { wefe: { aliases: [board.local] } }",
    is: { attachment: { kind: "bridge", network: "wefe", aliases: ["board.local"] } },
  },
  platform: { keys: "platform: linux/amd64", is: { platform: "amd64" } },
  ports: { keys: "ports: ['8080:80']", is: { ports: [{ published: 8080, target: 80 }] } },
  privileged: { keys: "privileged: true", is: { options: { privileged: true } } },
  read_only: { keys: "read_only: true", is: { options: { readOnly: true } } },
  restart: { keys: "restart: always", is: {} },
  scale: { keys: "scale: 1", is: {} },
  security_opt: {
    keys: "security_opt: [seccomp=unconfined]",
    is: { options: { securityOptions: ["seccomp=unconfined"] } },
  },
  shm_size: { keys: "shm_size: 2gb", is: { options: { shmMiB: 2048 } } },
  stdin_open: { keys: "stdin_open: true", is: { options: { stdin: true } } },
  stop_grace_period: { keys: "stop_grace_period: 1m", is: { stopSeconds: 60 } },
  stop_signal: { keys: "stop_signal: SIGINT", is: { options: { stopSignal: "SIGINT" } } },
  sysctls: {
    keys: "sysctls: [net.core.somaxconn=1024]",
    is: { options: { sysctls: { "net.core.somaxconn": "1024" } } },
  },
  tmpfs: { keys: "tmpfs: /tmp:size=64m", is: { options: { tmpfs: { "/tmp": "size=64m" } } } },
  tty: { keys: "tty: true", is: { options: { tty: true } } },
  ulimits: {
    keys: "ulimits: { nproc: 65535, nofile: { soft: 1024, hard: 65536 } }",
    is: { limits: { openFiles: 65_536 }, options: { ulimits: { nproc: { soft: 65_535, hard: 65_535 } } } },
  },
  user: { keys: 'user: "1000:1000"', is: { options: { user: "1000:1000" } } },
  volumes: {
    keys: "volumes: ['./config:/opt/config:ro']",
    is: { mounts: [{ kind: "package", source: "board/config", path: "/opt/config", access: "read" }] },
  },
  working_dir: { keys: "working_dir: /opt/service", is: { options: { workingDir: "/opt/service" } } },
};

describe("a key of a service becomes something", () => {
  test.each(Object.entries(mapped))("%s", (_, { keys, is }) => {
    const { place, ...service } = readKeys(keys);
    const { place: __, ...expected } = { ...bare, ...is };
    expect(service).toEqual(expected);
    expect(place).toEqual({ file: "board/docker-compose.yml", line: 2 });
  });
});

/** A compose file that has a key in a part of it. */
const placed: Readonly<Record<Section, (line: string) => string>> = {
  file: (line) => `${line}\nservices: {}`,
  service: (line) => of(line),
  "services.NAME.extends": (line) =>
    of("extends:", "service: base", "file: ../common/docker-compose.yml", line),
  "services.NAME.env_file[]": (line) => of("env_file:", "- path: board.env", `  ${line}`),
  "services.NAME.depends_on.NAME": (line) => of("depends_on:", "board:", `  ${line}`),
  "services.NAME.healthcheck": (line) => of("healthcheck:", "test: [CMD, 'true']", line),
  "services.NAME.ports[]": (line) => of("ports:", "- target: 80", '  published: "80"', `  ${line}`),
  "services.NAME.volumes[]": (line) => of("volumes:", "- type: volume", "  target: /data", `  ${line}`),
  "services.NAME.volumes[].bind": (line) =>
    of("volumes:", "- type: bind", "  source: ./config", "  target: /c", "  bind:", `    ${line}`),
  "services.NAME.volumes[].volume": (line) =>
    of("volumes:", "- type: volume", "  target: /data", "  volume:", `    ${line}`),
  "services.NAME.volumes[].tmpfs": (line) =>
    of("volumes:", "- type: tmpfs", "  target: /data", "  tmpfs:", `    ${line}`),
  "services.NAME.deploy": (line) => of("deploy:", line),
  "services.NAME.deploy.resources": (line) => of("deploy:", "resources:", `  ${line}`),
  "services.NAME.deploy.resources.limits": (line) => of("deploy:", "resources:", "  limits:", `    ${line}`),
  "services.NAME.deploy.resources.reservations": (line) =>
    of("deploy:", "resources:", "  reservations:", `    ${line}`),
  "services.NAME.deploy.restart_policy": (line) => of("deploy:", "restart_policy:", `  ${line}`),
  "services.NAME.ulimits.NAME": (line) => of("ulimits:", "nproc:", "  soft: 1", "  hard: 2", `  ${line}`),
  "services.NAME.devices[]": (line) => of("devices:", "- source: /dev/fuse", `  ${line}`),
  "services.NAME.networks.NAME": (line) => of("networks:", "wefe:", `  ${line}`),
  "networks.NAME": (line) => `networks:\n  wefe:\n    ${line}`,
  "networks.NAME.ipam": (line) => `networks:\n  wefe:\n    ipam:\n      ${line}`,
  "networks.NAME.ipam.config[]": (line) =>
    `networks:\n  wefe:\n    ipam:\n      config:\n        - subnet: 172.30.0.0/16\n          ${line}`,
  "volumes.NAME": (line) => `volumes:\n  data:\n    ${line}`,
  "include[]": (line) => `include:\n  - path: ../common/docker-compose.yml\n    ${line}`,
};

function of(first: string, ...rest: string[]): string {
  return `services:\n  board:\n    image: a\n    ${[first, ...rest.map((line) => `  ${line}`)].join("\n    ")}`;
}

const common = {
  "common/docker-compose.yml": "services: { base: { image: a, environment: { BASE: '1' } } }",
};
const files = { "board/board.env": "", "board/config/a": "", ...common };
const everyKey = Object.entries(composeKeys).flatMap(([section, keys]) =>
  Object.entries<ComposeKey>(keys).map(([key, known]) => ({ section: section as Section, key, known })),
);

describe("a refused key is named with its line, and with what to do instead", () => {
  test.each(everyKey.filter(({ known }) => "refused" in known))(
    "$section: $key",
    ({ section, key, known }) => {
      const text = placed[section](`${key}: x`);
      const line = text.split("\n").findIndex((one) => one.trim() === `${key}: x`) + 1;
      const about = readText(text, files).findings.filter(({ rule }) => rule === "compose-key");
      expect(about).toHaveLength(1);
      expect(about[0]?.path).toMatch(
        new RegExp(`^wefe\\.package: board/docker-compose\\.yml:${line} .*${key}$`),
      );
      expect(about[0]?.message).toContain(`${key} is refused: `);
      expect(about[0]?.remedy).toBe("refused" in known ? known.remedy : "");
    },
  );
});

describe("a key that has nothing to say is passed over", () => {
  test.each(everyKey.filter(({ known }) => "idle" in known))("$section: $key", ({ section, key }) => {
    expect(readText(placed[section](`${key}: "1"`), files).findings).toEqual([]);
  });
});

describe("an unknown key is refused with the nearest one that is known", () => {
  test.each(Object.keys(composeKeys).map((section) => ({ section: section as Section })))(
    "$section",
    ({ section }) => {
      const [known = ""] = Object.keys(composeKeys[section]);
      const typo = `${known}y`;
      const about = readText(placed[section](`${typo}: x`), files).findings;
      expect(about).toMatchObject([
        { rule: "compose-key", message: `unknown key ${typo}`, remedy: `did you mean "${known}"?` },
      ]);
    },
  );

  test("extensions are nobody's business", () => {
    for (const section of Object.keys(composeKeys) as Section[])
      expect(readText(placed[section]("x-note: 1"), files).findings).toEqual([]);
  });
});
