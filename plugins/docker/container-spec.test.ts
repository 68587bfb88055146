import { describe, expect, test } from "vitest";
import { Fields } from "../rpc/fields.js";
import type { Props } from "../rpc/values.js";
import { changeable, containerSpec } from "./container-spec.js";
import { parseImageName, RegistryLogins } from "./registry.js";
import { nanoseconds } from "./units.js";
import { checkUploads, uploadsTar } from "./uploads.js";

const spec = (inputs: Props) =>
  containerSpec(new Fields({ image: "i", ...inputs })) as Record<string, Record<string, unknown>>;

describe("docker.Container's inputs in Docker's words", () => {
  test.each<{ inputs: Props; host: Record<string, unknown> }>([
    { inputs: { memory: 512, memorySwap: -1 }, host: { Memory: 536870912, MemorySwap: -1 } },
    { inputs: { cpus: "1.5" }, host: { NanoCpus: 1500000000 } },
    { inputs: { hosts: [{ host: "k1", ip: "10.0.0.1" }] }, host: { ExtraHosts: ["k1:10.0.0.1"] } },
    {
      inputs: {
        volumes: [
          { volumeName: "v", containerPath: "/d" },
          { hostPath: "/h", containerPath: "/e", readOnly: true },
        ],
      },
      host: { Binds: ["v:/d:rw", "/h:/e:ro"] },
    },
    {
      inputs: { restart: "unless-stopped" },
      host: { RestartPolicy: { Name: "unless-stopped", MaximumRetryCount: 0 } },
    },
    {
      inputs: {
        ports: [
          { internal: 80, external: 8080, ip: "127.0.0.1" },
          { internal: 53, protocol: "udp" },
        ],
      },
      host: {
        PortBindings: { "80/tcp": [{ HostIp: "127.0.0.1", HostPort: "8080" }], "53/udp": [{ HostPort: "" }] },
      },
    },
    {
      inputs: { capabilities: { adds: ["NET_ADMIN"], drops: ["ALL"] } },
      host: { CapAdd: ["NET_ADMIN"], CapDrop: ["ALL"] },
    },
    {
      inputs: { ulimits: [{ name: "nofile", soft: 1, hard: 2 }] },
      host: { Ulimits: [{ Name: "nofile", Soft: 1, Hard: 2 }] },
    },
    { inputs: { shmSize: 64, tmpfs: { "/t": "rw" } }, host: { ShmSize: 67108864, Tmpfs: { "/t": "rw" } } },
    {
      inputs: { logDriver: "json-file", logOpts: { "max-size": "1m" } },
      host: { LogConfig: { Type: "json-file", Config: { "max-size": "1m" } } },
    },
  ])("$inputs", ({ inputs, host }) => {
    expect(spec(inputs).HostConfig).toMatchObject(host);
  });

  test("the health check's times are nanoseconds", () => {
    expect(
      spec({
        healthcheck: {
          tests: ["CMD", "true"],
          interval: "5s",
          timeout: "500ms",
          startPeriod: "1m30s",
          retries: 3,
        },
      }).Healthcheck,
    ).toEqual({
      Test: ["CMD", "true"],
      Interval: 5_000_000_000,
      Timeout: 500_000_000,
      StartPeriod: 90_000_000_000,
      Retries: 3,
    });
  });

  test("what is not given is not sent", () => {
    expect(spec({})).toEqual({
      Image: "i",
      Labels: {},
      ExposedPorts: {},
      Volumes: {},
      HostConfig: {
        RestartPolicy: { Name: "no", MaximumRetryCount: 0 },
        Binds: [],
        VolumesFrom: [],
        Mounts: [],
        PortBindings: {},
        ExtraHosts: [],
        Devices: [],
        Ulimits: [],
      },
    });
  });

  test("the part that changes in place leaves out a limit that is not given", () => {
    expect(changeable(new Fields({ memory: 1 }))).toEqual({
      CpuShares: 0,
      CpusetCpus: "",
      Memory: 1048576,
      RestartPolicy: { Name: "no", MaximumRetryCount: 0 },
    });
  });

  test.each(["5", "5 s", "1x", ""])("%j is no duration", (text) => {
    expect(() => nanoseconds(text)).toThrow(/is not a duration/);
  });
});

describe("uploads", () => {
  test.each<{ upload: Props; says: string | undefined }>([
    { upload: { file: "/a", content: "x" }, says: undefined },
    { upload: { file: "/a", content: "x", permissions: "0600", owner: "1000" }, says: undefined },
    {
      upload: { file: "/a", content: "" },
      says: "/a: the content is empty, which Docker's provider cannot upload",
    },
    {
      upload: { file: "/a" },
      says: "/a: exactly one of content, contentBase64, source must be given, not 0",
    },
    {
      upload: { file: "/a", content: "x", source: "y" },
      says: "/a: exactly one of content, contentBase64, source must be given, not 2",
    },
    {
      upload: { file: "/a", content: "x", permissions: "rw" },
      says: '/a: permissions "rw" are not octal digits such as 0600',
    },
    {
      upload: { file: "/a", content: "x", owner: "root" },
      says: '/a: owner "root" is a name; use the numeric id inside the container',
    },
  ])("$upload: $says", ({ upload, says }) => {
    expect(checkUploads([new Fields(upload)]).map(({ reason }) => reason)).toEqual(
      says === undefined ? [] : [says],
    );
  });

  test("the tar carries path, octal mode, owner and content, and the same content gives the same bytes", async () => {
    const uploads = [
      new Fields({ file: "/etc/key", contentBase64: "aGk=", permissions: "0600", owner: "7", group: "8" }),
    ];
    const tar = await uploadsTar(uploads);
    expect(tar.subarray(0, 7).toString()).toBe("etc/key");
    expect(tar.subarray(100, 106).toString()).toBe("000600");
    expect(tar.subarray(108, 114).toString()).toBe("000007");
    expect(tar.subarray(116, 122).toString()).toBe("000010");
    expect(tar.subarray(512, 514).toString()).toBe("hi");
    expect((await uploadsTar(uploads)).equals(tar)).toBe(true);
  });
});

describe("images and registries", () => {
  test.each([
    { name: "busybox", repository: "busybox", registry: "docker.io", version: "latest" },
    {
      name: "hyperledger/fabric-peer:2.5",
      repository: "hyperledger/fabric-peer",
      registry: "docker.io",
      version: "2.5",
    },
    { name: "10.0.0.1:5000/a/b:1", repository: "10.0.0.1:5000/a/b", registry: "10.0.0.1:5000", version: "1" },
    {
      name: "r.example.com/a@sha256:ab",
      repository: "r.example.com/a",
      registry: "r.example.com",
      version: "sha256:ab",
    },
    {
      name: "r.example.com/a:1@sha256:ab",
      repository: "r.example.com/a",
      registry: "r.example.com",
      version: "sha256:ab",
    },
    { name: "localhost/a", repository: "localhost/a", registry: "localhost", version: "latest" },
  ])("$name", ({ name, ...parts }) => {
    expect(parseImageName(name)).toEqual(parts);
  });

  test("the login of an image's registry is sent, no other", () => {
    const logins = new RegistryLogins([
      new Fields({ address: "https://10.0.0.1:5000", username: "u", password: "p" }),
      new Fields({
        address: "r.example.com",
        configFileContent: '{"auths":{"r.example.com":{"auth":"dTI6cDI6eA=="}}}',
      }),
      new Fields({ address: "docker.io", authDisabled: true }),
    ]);
    const decode = (name: string) => {
      const header = logins.header(parseImageName(name))["X-Registry-Auth"];
      return header === undefined ? undefined : JSON.parse(Buffer.from(header, "base64url").toString());
    };
    expect(decode("10.0.0.1:5000/a:1")).toEqual({
      username: "u",
      password: "p",
      serveraddress: "10.0.0.1:5000",
    });
    expect(decode("r.example.com/a")).toEqual({
      username: "u2",
      password: "p2:x",
      serveraddress: "r.example.com",
    });
    expect(decode("busybox")).toBeUndefined();
  });
});
