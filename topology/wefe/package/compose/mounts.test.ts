import { describe, expect, test } from "vitest";
import { findingsOf, readKeys, readText, serviceText } from "./testing.js";

const content = (source: string, access: "read" | "write" = "write") => ({
  kind: "package",
  source,
  path: "/x",
  access,
});

describe("content of the package", () => {
  test.each([
    { mount: "./config:/x", is: content("board/config") },
    { mount: "./config/:/x/", is: content("board/config") },
    { mount: "config:/x", is: undefined },
    { mount: "./app.jar:/x:ro", is: content("board/app.jar", "read") },
    { mount: "../common/lib.jar:/x:rw", is: content("common/lib.jar") },
    { mount: ".:/x", is: content("board") },
    { mount: "/opt/wefe/board/config:/x", is: content("board/config") },
    { mount: "./board/config:/x", is: content("board/config") },
    {
      mount: "{ type: bind, source: ./app.jar, target: /x, read_only: true }",
      is: content("board/app.jar", "read"),
    },
    { mount: "{ type: bind, source: app.jar, target: /x }", is: content("board/app.jar") },
  ])("$mount", ({ mount, is }) => {
    const [found] = readKeys(`volumes:\n  - ${mount}`).mounts;
    if (is === undefined) expect(found?.kind).toBe("data");
    else expect(found).toEqual(is);
  });

  test("a path that stands in the folder and at the top is told", () => {
    const { services, findings } = readText(serviceText("volumes: ['./lib:/x']"), {
      "board/lib/a": "",
      "lib/a": "",
    });
    expect(services[0]?.mounts).toMatchObject([{ source: "board/lib" }]);
    expect(findings).toMatchObject([{ rule: "compose-source-twice", severity: "warning" }]);
  });
});

describe("data", () => {
  test.each([
    {
      mount: "./logs:/x",
      why: "the folder holds only a placeholder",
      source: "./logs",
      volume: "board-logs-fc5bc6",
    },
    {
      mount: "./data:/x",
      why: "the package does not have it",
      source: "./data",
      volume: "board-data-610e0b",
    },
    {
      mount: "/data/mysql:/x",
      why: "a path of the server",
      source: "/data/mysql",
      volume: "data-mysql-f0174f",
    },
    {
      mount: "/data/mysql/:/x",
      why: "the same path with a slash",
      source: "/data/mysql/",
      volume: "data-mysql-f0174f",
    },
    {
      mount: "../../../data/mysql:/x",
      why: "the same path",
      source: "../../../data/mysql",
      volume: "data-mysql-f0174f",
    },
    { mount: "data:/x", why: "a volume's name", source: "data", volume: "board-data" },
    { mount: "/x", why: "a volume without a name", source: "", volume: "board-board-x-715035" },
    {
      mount: "{ type: volume, source: data, target: /x }",
      why: "the long form",
      source: "data",
      volume: "board-data",
    },
  ])("$mount: $why", ({ mount, source, volume }) => {
    expect(readKeys(`volumes:\n  - ${mount}`).mounts).toEqual([
      { kind: "data", source, volume, path: "/x", access: "write" },
    ]);
  });

  test("volumes of one name are one only where the files say so", () => {
    const file = (extra: string) => `services: { board: { image: a, volumes: ['data:/x'] } }\n${extra}`;
    const volumeOf = (extra: string) =>
      readText(file(extra)).services.find(({ name }) => name === "board")?.mounts;
    expect(volumeOf("volumes: { data: }")).toMatchObject([{ volume: "board-data" }]);
    expect(volumeOf("volumes: { data: { name: shared } }")).toMatchObject([{ volume: "shared" }]);
    expect(volumeOf("volumes: { data: { external: true } }")).toMatchObject([{ volume: "data" }]);
  });

  test.each(["/data", "/data/"])("data inside another service's data %s is told", (outer) => {
    const text = `services:\n  a: { image: a, volumes: ['${outer}:/d'] }\n  b: { image: a, volumes: ['/data/up:/d'] }\n`;
    expect(readText(text).findings).toMatchObject([
      {
        path: "wefe.package: board/docker-compose.yml:3 services.b.volumes",
        severity: "warning",
        message: `/data/up lies in ${outer}, data of a`,
      },
    ]);
  });
});

test.each(["/etc/localtime", "/etc/timezone", "/usr/share/zoneinfo/Asia/Shanghai"])(
  "%s is bound as it is, read-only",
  (source) => {
    expect(readKeys(`volumes: ['${source}:/etc/localtime']`).mounts).toEqual([
      { kind: "system", source, path: "/etc/localtime", access: "read" },
    ]);
  },
);

test.each([
  {
    source: "/var/run/docker.sock",
    message: /^\/var\/run\/docker\.sock is sockets of the server's services/,
  },
  { source: "/run/docker.sock", message: /sockets/ },
  { source: "/", message: /^\/ is the whole server/ },
  { source: "/etc/passwd", message: /passwords/ },
  { source: "/etc/localtime/../passwd", message: /passwords/ },
  { source: "../../../etc", message: /passwords/ },
  { source: "/proc", message: /every process/ },
  { source: "/root/.ssh", message: /keys/ },
  { source: "/usr/bin/docker", message: /programs/ },
  { source: "/var/lib/docker/volumes", message: /every container/ },
  { source: "~/data", message: /home folder/ },
  { source: "/opt/wefe", message: /the whole package/ },
])("$source is refused by name", ({ source, message }) => {
  const [finding] = findingsOf(`volumes: ['${source}:/x']`);
  expect(finding).toMatchObject({
    path: "wefe.package: board/docker-compose.yml:4 services.board.volumes[0]",
    rule: "compose-mount",
    found: source,
  });
  expect(finding?.message).toMatch(message);
});

test.each([
  { mount: "./config:/x:z", message: "has the option z" },
  { mount: "./config:x", message: "has a target that is no absolute path" },
  { mount: "./config:/", message: "hides the whole image" },
  { mount: "a:b:c:d", message: "is no mount" },
  { mount: "{ type: npipe, source: a, target: /x }", message: "cannot be had here" },
  { mount: "{ type: volume }", message: "has no target" },
  { mount: "{ type: bind, target: /x }", message: "has no source" },
])("$mount is refused: $message", ({ mount, message }) => {
  expect(findingsOf(`volumes:\n  - ${mount}`)).toMatchObject([{ message }]);
});

test("of two mounts at one path the last counts, and a folder in memory is none of them", () => {
  const keys =
    "volumes: ['./config:/x', './app.jar:/x', {type: tmpfs, target: /run/x, tmpfs: {size: 64m, mode: 1777}}]";
  const { mounts, options } = readKeys(keys);
  expect(mounts).toMatchObject([{ source: "board/app.jar" }]);
  expect(options).toEqual({ tmpfs: { "/run/x": "size=67108864,mode=1777" } });
});
