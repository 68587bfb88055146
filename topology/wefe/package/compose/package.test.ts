import { describe, expect, test } from "vitest";
import { packageOf } from "../testing/package.js";
import { composeFolders, readComposePackage } from "./package.js";
import { findingsOf, readKeys, readText, serviceText } from "./testing.js";

const reading = { vendorRoot: "/opt/wefe" };

/** A package of our own making, in the shape that the manual describes: folders of services, networks at the top. */
const files = {
  "docker-compose.yml": "networks:\n  wefe:\n    ipam:\n      config:\n        - subnet: 172.30.0.0/16\n",
  ".env": "VERSION=3.8.3\nTZ=Asia/Shanghai\n",
  "rundis-cli": "#!/bin/sh\n",
  "mysql/docker-compose.yml": `services:
  mysql:
    image: mysql:5.7
    ports: ["3306:3306"]
    volumes: ["/data/mysql:/var/lib/mysql", "./init.sql:/docker-entrypoint-initdb.d/init.sql:ro"]
    networks: [wefe]
networks: { wefe: { external: true } }
`,
  "mysql/init.sql": "-- nothing\n",
  "wefe-board-service/.env": "VERSION=3.8.6\n",
  "wefe-board-service/docker-compose.yml": `x-java: &java
  restart: always
  environment: &env { TZ: "\${TZ}" }
services:
  wefe-board-service:
    <<: *java
    image: wefe/board:\${VERSION}
    environment:
      <<: *env
      JAVA_OPTS: "-Xmx2g"
    extra_hosts: { mysql.service: 127.0.0.1, host.service: 127.0.0.1 }
    volumes: ["./config:/opt/config"]
    networks: { wefe: }
networks: { wefe: { external: true } }
`,
  "wefe-board-service/config/application.properties": "wefe.union.base-url=http://127.0.0.1:8086/\n",
};

test("every folder with a compose file is read, with its variables, anchors and merges", () => {
  const { services, networks, findings } = readComposePackage(packageOf(files), reading);
  expect(findings).toEqual([]);
  expect(networks.filter(({ owner }) => owner === "package")).toEqual([
    {
      name: "wefe",
      place: { file: "docker-compose.yml", line: 2 },
      subnet: "172.30.0.0/16",
      owner: "package",
    },
  ]);
  expect(services.map(({ name, folder, place }) => ({ name, folder, place }))).toEqual([
    { name: "mysql", folder: "mysql", place: { file: "mysql/docker-compose.yml", line: 2 } },
    {
      name: "wefe-board-service",
      folder: "wefe-board-service",
      place: { file: "wefe-board-service/docker-compose.yml", line: 5 },
    },
  ]);
  expect(services[1]).toMatchObject({
    image: "wefe/board:3.8.6",
    env: { TZ: "Asia/Shanghai", JAVA_OPTS: "-Xmx2g" },
    hosts: { "mysql.service": "127.0.0.1", "host.service": "127.0.0.1" },
    mounts: [{ kind: "package", source: "wefe-board-service/config", path: "/opt/config", access: "write" }],
    attachment: { kind: "bridge", network: "wefe", aliases: [] },
  });
});

test("variables that are given win over those of files", () => {
  const { services } = readComposePackage(packageOf(files), { ...reading, variables: { VERSION: "9" } });
  expect(services[1]?.image).toBe("wefe/board:9");
});

test("what nobody runs is not read", () => {
  const broken = packageOf({ ...files, "broken/docker-compose.yml": "services: [" });
  expect(composeFolders(broken)).toEqual(["", "broken", "mysql", "wefe-board-service"]);
  expect(readComposePackage(broken, reading).findings).toMatchObject([{ rule: "compose-yaml" }]);
  expect(readComposePackage(broken, { ...reading, folders: ["mysql"] })).toMatchObject({
    findings: [],
    services: [{ name: "mysql" }],
  });
});

describe("YAML", () => {
  test.each([
    { text: "a: b: c", message: "not valid YAML", line: 1 },
    { text: "services:\n  a: { image: a }\n  a: { image: b }", message: "the same key twice", line: 3 },
    { text: "services:\n  a: *nowhere", message: "an alias (*) that leads nowhere", line: 2 },
    {
      text: "services:\n  a: &a\n    image: a\n    x-b: *a",
      message: "an alias (*) that leads nowhere",
      line: 4,
    },
    { text: "services:\n  a: { image: !reset null }", message: "a tag (!) that is not read", line: 2 },
    {
      text: "services:\n  a: { image: a, user: 0755 }",
      message: "a number that begins with 0 is another one to YAML 1.1 than to 1.2",
      line: 2,
    },
    { text: "services:\n  a: { <<: 1, image: a }", message: "`<<` merges maps only", line: 2 },
  ])("$message", ({ text, message, line }) => {
    expect(readText(text).findings).toMatchObject([
      { path: `wefe.package: board/docker-compose.yml:${line}`, rule: "compose-yaml", message },
    ]);
  });

  test("own keys win over merged ones, and the first merged map over the next", () => {
    const text = `x-a: &a { image: a, user: a }
x-b: &b { image: b, user: b, hostname: b }
services: { board: { <<: [*a, *b], image: own } }`;
    expect(readText(text).services[0]).toMatchObject({ image: "own", options: { user: "a", hostname: "b" } });
  });

  test("anchors that multiply are cut off", () => {
    const levels = Array.from({ length: 9 }, (_, at) => {
      const below = at === 0 ? "x" : `*l${at - 1}`;
      return `x-${at}: &l${at} [${Array.from({ length: 9 }, () => below).join(", ")}]`;
    });
    expect(readText(levels.join("\n")).findings).toMatchObject([
      { message: "anchors multiply to more values than a person writes" },
    ]);
  });
});

describe("variables", () => {
  test.each([
    { keys: "user: ${NOBODY}", message: /^the variable NOBODY has no value/, line: 4 },
    { keys: "hostname: a\nuser: ${NOBODY:?who}", message: /^the variable NOBODY must have a value/, line: 5 },
    { keys: "user: ${1}", message: /^what follows the dollar sign is no variable/, line: 4 },
  ])("$keys", ({ keys, message, line }) => {
    const [finding] = findingsOf(keys);
    expect(finding?.path).toBe(`wefe.package: board/docker-compose.yml:${line}`);
    expect(finding?.message).toMatch(message);
  });

  test.each([
    { keys: "environment: { DB_PASSWORD: Ab$Secret99 }", said: "a variable in DB_PASSWORD has no value" },
    { keys: "environment: [DB_PASSWORD=Ab$Secret99]", said: "a variable in DB_PASSWORD has no value" },
    { keys: "command: redis --requirepass Ab$Secret99", said: "a variable in command has no value" },
    {
      keys: "command: [redis, --requirepass, Ab$Secret99]",
      said: "a variable in --requirepass has no value",
    },
    { keys: 'environment: { PW: "ab${Secret99!yz" }', said: "what follows the dollar sign is no variable" },
    { keys: "environment: { PW: !Secret99 }", said: "a tag (!) that is not read" },
    { keys: "environment: { PW: !Secret99!x }", said: "not valid YAML" },
    { keys: "environment: { PW: *Secret99 }", said: "an alias (*) that leads nowhere" },
    { keys: "environment:\n  PW: |Secret99", said: "not valid YAML" },
    { keys: 'environment: { PW: "a\\uSecret99" }', said: "not valid YAML" },
  ])("a password is not quoted: $keys", ({ keys, said }) => {
    const findings = findingsOf(keys);
    expect(findings.map(({ message }) => message)).toContain(said);
    expect(JSON.stringify(findings)).not.toMatch(/Sec|99/);
  });

  test("nor that of an .env file", () => {
    const env = { "board/.env": "DB_PASSWORD=Ab$Secret99\nURL=redis://a:b$Secret99@redis" };
    const { findings } = readText("name: $URL", env);
    expect(findings).toMatchObject([
      { message: "a variable in DB_PASSWORD has no value", path: "wefe.package: board/.env:1" },
      { message: "a variable in URL has no value", path: "wefe.package: board/.env:2" },
    ]);
    expect(JSON.stringify(findings)).not.toMatch(/Secret99/);
  });

  test("a line of an .env file that cannot be read is named", () => {
    expect(readText("services: {}", { "board/.env": "A=1\nno word" }).findings).toEqual([]);
    expect(readText("name: $A", { "board/.env": "A=1\nno word" }).findings).toMatchObject([
      { path: "wefe.package: board/.env:2", rule: "compose-variable" },
    ]);
  });

  test("environment over env_file, later files over earlier ones, a name alone is given on from outside", () => {
    const keys = "env_file: [a.env, { path: b.env }]\nenvironment: [C=own, HOST_IP, GONE]";
    const { services } = readText(
      serviceText(keys),
      { "board/a.env": "A=1\nB=1\nC=1\nGONE=1", "board/b.env": "B=2\nURL=http://$HOST_IP" },
      { variables: { HOST_IP: "10.0.0.1" } },
    );
    expect(services[0]?.env).toEqual({
      A: "1",
      B: "2",
      C: "own",
      HOST_IP: "10.0.0.1",
      URL: "http://10.0.0.1",
    });
  });

  test("a file of variables sees what is outside, then the environment, then the files before it", () => {
    const keys = "env_file: [a.env, b.env]\nenvironment: { HOST: own, PORT: '3306', NOBODY: }";
    const { services, findings } = readText(
      serviceText(keys),
      { "board/a.env": "DB=wefe\nPORT=1", "board/b.env": "URL=$HOST:$PORT/$DB\nDB" },
      { variables: { HOST: "10.0.0.1" } },
    );
    expect(findings).toEqual([]);
    expect(services[0]?.env).toEqual({ DB: "wefe", PORT: "3306", URL: "10.0.0.1:3306/wefe", HOST: "own" });
  });

  test("a number, a truth value and an empty text are texts in the environment, as Compose makes them", () => {
    expect(
      readKeys("environment: { A: 1.10, B: true, C: '', D: 08080x, E: 12345678901234567890 }").env,
    ).toEqual({
      A: "1.1",
      B: "true",
      C: "",
      D: "08080x",
      E: "12345678901234567890",
    });
  });

  test("an env_file that is missing is refused, unless it may be", () => {
    expect(findingsOf("env_file: none.env")).toMatchObject([
      { message: "names a file that the package does not have", found: "none.env" },
    ]);
    expect(findingsOf("env_file: [{ path: none.env, required: false }]")).toEqual([]);
  });
});

describe("extends", () => {
  const base = `services:
  base:
    image: base
    command: [a]
    environment: [A=1, B=1]
    extra_hosts: { mysql.service: 127.0.0.1 }
    cap_add: [NET_ADMIN]
    dns: 10.0.0.1
    depends_on: [x]
    volumes: ["./lib:/lib", "./data:/data"]
    healthcheck: { test: [CMD, a], interval: 5s }
  middle: { extends: base, hostname: middle }
  loop: { extends: loop }
`;
  const extending = (keys: string) =>
    readText(
      `services:\n  x: { image: x }\n  board: { extends: { file: ../common/base.yml, service: middle }, ${keys} }`,
      { "common/base.yml": base, "common/lib/a.jar": "" },
    );

  test("maps are merged by key, lists follow each other, commands are replaced, paths stay with their file", () => {
    const { services, findings } = extending(
      "command: [b], environment: { B: 2, C: 3 }, extra_hosts: ['host.service=10.0.0.1'], cap_add: [NET_ADMIN, SYS_TIME], dns: [10.0.0.2], depends_on: { x: { condition: service_healthy } }, volumes: ['./own:/data'], healthcheck: { test: [CMD, b] }",
    );
    expect(findings).toEqual([]);
    expect(services.find(({ name }) => name === "board")).toMatchObject({
      image: "base",
      command: ["b"],
      env: { A: "1", B: "2", C: "3" },
      hosts: { "mysql.service": "127.0.0.1", "host.service": "10.0.0.1" },
      dependsOn: [{ service: "x", condition: "healthy" }],
      mounts: [
        { kind: "package", source: "common/lib", path: "/lib" },
        { kind: "data", source: "./own", path: "/data" },
      ],
      healthcheck: { test: ["CMD", "b"], intervalSeconds: 5 },
      options: {
        hostname: "middle",
        capabilities: { add: ["NET_ADMIN", "SYS_TIME"], drop: [] },
        dns: ["10.0.0.1", "10.0.0.2"],
      },
    });
  });

  test("the last of equal mounts counts, and mounts of two folders are not equal", () => {
    const { services } = readText(
      `services:
  one: { image: a, volumes: ["./one:/c"] }
  two: { extends: one, volumes: ["./two:/c"] }
  three: { extends: two, volumes: ["./one:/c"] }
  board: { extends: { file: ../common/docker-compose.yml, service: base }, volumes: ["./config:/c"] }`,
      {
        "common/docker-compose.yml": "services: { base: { image: a, volumes: ['./config:/c'] } }",
        "common/config/a": "",
        "board/config/a": "",
      },
    );
    const mountsOf = (name: string) => services.find((one) => one.name === name)?.mounts;
    expect(mountsOf("three")).toMatchObject([{ source: "./one", path: "/c" }]);
    expect(mountsOf("board")).toMatchObject([{ source: "board/config", path: "/c" }]);
  });

  test("a variable that is named alone comes from outside, whatever value it had below", () => {
    const files = {
      "common/docker-compose.yml": "services: { base: { image: a, environment: [A=1, B=1] } }",
    };
    const extend = "extends: { file: ../common/docker-compose.yml, service: base }";
    const text = `services: { board: { ${extend}, environment: [A, B] } }`;
    const { services } = readText(text, files, { variables: { A: "outside" } });
    expect(services.find(({ name }) => name === "board")?.env).toEqual({ A: "outside" });
  });

  test.each([
    { extend: "{ file: none.yml, service: base }", message: "names a file that the package does not have" },
    {
      extend: "{ file: /etc/base.yml, service: base }",
      message: "names a file that the package does not have",
    },
    {
      extend: "{ file: ../../base.yml, service: base }",
      message: "names a file that the package does not have",
    },
    { extend: "none", message: "names a service that board/docker-compose.yml does not have" },
    { extend: "board", message: "goes round in a circle" },
    { extend: "{ file: ../common/docker-compose.yml }", message: "names no service" },
  ])("$extend: $message", ({ extend, message }) => {
    expect(findingsOf(`extends: ${extend}`)).toContainEqual(expect.objectContaining({ message }));
  });
});

describe("include", () => {
  const top = (include: string) =>
    readComposePackage(packageOf({ ...files, "docker-compose.yml": `include: ${include}` }), {
      ...reading,
      folders: [],
    });

  test.each([
    "mysql/docker-compose.yml",
    "[./mysql/docker-compose.yml]",
    "[{ path: [mysql/docker-compose.yml] }]",
  ])("%s", (include) => {
    expect(top(include)).toMatchObject({ findings: [], services: [{ name: "mysql", folder: "mysql" }] });
  });

  test("a file that is included and lies in a service's folder is read once", () => {
    const all = packageOf({ ...files, "docker-compose.yml": "include: [mysql/docker-compose.yml]" });
    expect(readComposePackage(all, reading)).toMatchObject({
      findings: [],
      services: [{ name: "mysql" }, { name: "wefe-board-service" }],
    });
  });

  test.each(["none.yml", "../out.yml", "https://example.com/compose.yml", "oci://a/b"])(
    "%s is refused",
    (include) => {
      expect(top(`[${include}]`).findings).toMatchObject([
        {
          path: "wefe.package: docker-compose.yml:1 include[0]",
          message: "names a file that the package does not have",
        },
      ]);
    },
  );
});

describe("values that cannot be had", () => {
  test.each([
    { keys: "command: sh a.sh && sh b.sh", message: /^cannot be split into words: `&` outside quotes/ },
    { keys: "command: []", message: /^takes the image's command away/ },
    { keys: "healthcheck: { interval: 5s }", message: /^changes the image's own check/ },
    { keys: "healthcheck: { test: [curl, a] }", message: /^is no check/ },
    { keys: "healthcheck: { test: [CMD, a], interval: 5 }", message: /^is no time/ },
    { keys: "mem_limit: lots", message: /^is no size/ },
    { keys: "restart: 'no'", message: /^stays down when it ends/ },
    { keys: "deploy: { restart_policy: { condition: none } }", message: /^stays down when it ends/ },
    { keys: "restart: on-failure:3", message: /^gives up after some failures/ },
    { keys: "restart: sometimes", message: /^cannot be had here/ },
    { keys: "scale: 2", message: /^asks for several containers/ },
    { keys: "deploy: { replicas: 2 }", message: /^asks for several containers/ },
    { keys: "deploy: { mode: global }", message: /^cannot be had here/ },
    { keys: "network_mode: 'service:a'", message: /^cannot be had here/ },
    { keys: "network_mode: host\nnetworks: [a]", message: /^stands beside `networks`/ },
    { keys: "networks: [a, b]", message: /^puts the service on several networks/ },
    {
      keys: "depends_on: { board: { condition: service_completed_successfully } }",
      message: /^cannot be had here/,
    },
    { keys: "extra_hosts: [mysql.service]", message: /^gives a name no address/ },
    { keys: "extra_hosts: ['a:10.0.0.1', 'a:10.0.0.2']", message: /^gives a a second address/ },
    { keys: "platform: windows/amd64", message: /^cannot be had here/ },
    { keys: "privileged: maybe", message: /^is neither true nor false/ },
    { keys: "ulimits: { nproc: { soft: 1 } }", message: /^has no soft or no hard limit/ },
    { keys: "devices: [/etc/passwd]", message: /^is no device/ },
    { keys: "environment: { A: [1] }", message: /^is no text/ },
    { keys: "ports: 80", message: /^is no list/ },
    { keys: "deploy: 1", message: /^is no map/ },
  ])("$keys", ({ keys, message }) => {
    const findings = findingsOf(keys);
    expect(findings).toHaveLength(1);
    expect(findings[0]?.message).toMatch(message);
    expect(findings[0]?.path).toMatch(/^wefe\.package: board\/docker-compose\.yml:[45] services\.board\./);
  });

  test("a service without an image", () => {
    expect(readText("services: { board: { user: a } }").findings).toMatchObject([
      { message: "the service has no image" },
    ]);
  });

  test("a service that is built is told so once", () => {
    expect(readText("services: { board: { build: . } }").findings).toMatchObject([
      { rule: "compose-key", message: "build is refused: images come ready, from archives" },
    ]);
  });

  test("all at once", () => {
    expect(findingsOf("build: .\nprivilegd: true\nports: ['53:53/udp']").map(({ path }) => path)).toEqual([
      "wefe.package: board/docker-compose.yml:4 services.board.build",
      "wefe.package: board/docker-compose.yml:5 services.board.privilegd",
      "wefe.package: board/docker-compose.yml:6 services.board.ports[0]",
    ]);
  });
});

describe("a check that is switched off", () => {
  test.each(["{ disable: true }", "{ test: [NONE] }"])("%s", (check) => {
    expect(readKeys(`healthcheck: ${check}`).healthcheck).toBe("disabled");
  });
});

describe("limits", () => {
  test.each([
    { keys: "mem_limit: 1g\ndeploy: { resources: { limits: { memory: 2g } } }", limits: { memoryMiB: 2048 } },
    { keys: "mem_limit: 0\ncpus: '0'", limits: {} },
    { keys: "mem_limit: 1000000", limits: { memoryMiB: 1 } },
    { keys: "ulimits: { nofile: -1 }", limits: {} },
  ])("$keys", ({ keys, limits }) => {
    expect(readKeys(keys).limits).toEqual(limits);
  });
});

describe("networks", () => {
  test.each([
    { network: "{ ipam: { config: [{ subnet: fd00::/64 }] } }", message: "is no IPv4 range" },
    { network: "{ ipam: { config: [{ subnet: 172.30.0.0 }] } }", message: "is no IPv4 range" },
    {
      network: "{ ipam: { config: [{ subnet: 172.30.0.0/16, gateway: 172.30.0.254 }] } }",
      message: "is no address that the engine takes by itself",
    },
    { network: "{ driver: macvlan }", message: "cannot be had here" },
    {
      network: "{ ipam: { config: [{ subnet: 172.30.0.0/16 }, { subnet: fd00::/64 }] } }",
      message: "is a second range",
    },
  ])("$network: $message", ({ network, message }) => {
    expect(readText(`networks:\n  wefe: ${network}`).findings).toMatchObject([{ message }]);
  });
});

test.each([
  "restart: unless-stopped",
  "restart: on-failure",
  "deploy: { restart_policy: { condition: any } }",
])("a service that comes back: %s", (keys) => expect(findingsOf(keys)).toEqual([]));

test("the gateway that the engine takes anyway may be named", () => {
  const network = "{ ipam: { config: [{ subnet: 172.30.0.0/16, gateway: 172.30.0.1 }] } }";
  expect(readText(`networks:\n  wefe: ${network}`)).toMatchObject({
    findings: [],
    networks: [{ subnet: "172.30.0.0/16" }],
  });
});

test("a name that two files describe, and one that none does", () => {
  const twice = packageOf({
    "a/docker-compose.yml": "services: { mysql: { image: a } }",
    "b/docker-compose.yml": "services: { mysql: { image: a, depends_on: [nacos] } }",
  });
  expect(readComposePackage(twice, reading).findings).toMatchObject([
    {
      path: "wefe.package: b/docker-compose.yml:1 services.mysql",
      rule: "compose-service-twice",
      found: "also a/docker-compose.yml:1",
    },
    {
      path: "wefe.package: b/docker-compose.yml:1 services.mysql.depends_on",
      rule: "compose-dependency",
      message: "depends on nacos, which no compose file describes",
    },
  ]);
});

test("of several compose files Compose's first counts, and the others are told", () => {
  const others = {
    "board/docker-compose.yaml": "services: { b: { image: b } }",
    "common/compose.yml": "services: {}",
  };
  const { services, findings } = readText("services: { a: { image: a } }", others);
  expect(services.map(({ name }) => name)).toEqual(["a"]);
  expect(findings).toMatchObject([
    {
      path: "wefe.package: board/docker-compose.yaml",
      rule: "compose-file-twice",
      severity: "warning",
      message: "is not read: docker-compose.yml beside it is, as Compose does",
    },
  ]);
});

test("names of the user's own may begin with x-", () => {
  const { services, networks, findings } = readText(`services:
  x-board:
    image: a
    extra_hosts: { x-host: 10.0.0.1 }
    environment: { x-env: "1" }
    ulimits: { x-limit: 5 }
    networks: { x-net: }
    volumes: ["x-data:/d"]
networks: { x-net: }
volumes: { x-data: { name: shared } }
x-note: 1`);
  expect(findings).toEqual([]);
  expect(networks.map(({ name }) => name)).toEqual(["x-net"]);
  expect(services.find(({ name }) => name === "x-board")).toMatchObject({
    hosts: { "x-host": "10.0.0.1" },
    env: { "x-env": "1" },
    attachment: { network: "x-net" },
    mounts: [{ volume: "shared" }],
    options: { ulimits: { "x-limit": { soft: 5, hard: 5 } } },
  });
});

test("an override file is not passed over in silence", () => {
  const files = { "board/docker-compose.override.yml": "services: {}" };
  expect(readText("services: {}", files).findings).toMatchObject([
    { path: "wefe.package: board/docker-compose.override.yml" },
  ]);
});
