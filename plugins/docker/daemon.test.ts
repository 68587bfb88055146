import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { SshPool } from "../../hosts/ssh/pool.js";
import { Fields } from "../rpc/fields.js";
import { engineSide } from "../rpc/harness.js";
import type { Operation, ProviderInstance } from "../rpc/kind.js";
import type { Props } from "../rpc/values.js";
import { dockerPackage } from "./package.js";

const hostKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl";

/** A daemon that answers as told; every request is written down. */
let answers: Record<string, (request: IncomingMessage, response: ServerResponse) => void>;
let requests: { at: string; auth: string | undefined }[];
let apiVersion: string;
let daemon: Server;
let work: string;
let provider: ProviderInstance;

const operation: Operation = {
  urn: "urn",
  name: "thing",
  signal: new AbortController().signal,
  log: () => {},
  secrets: [],
};
const json = (status: number, body: unknown) => (_: IncomingMessage, response: ServerResponse) => {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
};

beforeEach(async () => {
  work = mkdtempSync(join(tmpdir(), "consortium-daemon-"));
  answers = {};
  requests = [];
  apiVersion = "1.41";
  daemon = createServer((request, response) => {
    const at = `${request.method} ${request.url}`;
    if (request.url === "/_ping") {
      response.writeHead(200, { "api-version": apiVersion }).end("OK");
      return;
    }
    requests.push({ at, auth: request.headers["x-registry-auth"]?.toString() });
    const answer = answers[at.replace(/\/v[\d.]+/, "")];
    request.resume();
    if (answer === undefined) json(404, { message: `no answer for ${at}` })(request, response);
    else answer(request, response);
  });
  const host = `unix://${join(work, "docker.sock")}`;
  await new Promise<void>((resolve) => daemon.listen(join(work, "docker.sock"), resolve));
  provider = dockerPackage("5.2.0", new SshPool()).instance();
  provider.configure?.(
    new Fields({ host, registryAuth: [{ address: "10.0.0.1:5000", username: "u", password: "p" }] }),
  );
});
afterEach(async () => {
  provider.close?.();
  await new Promise((resolve) => daemon.close(resolve));
  rmSync(work, { recursive: true });
});

const kind = (token: string) => {
  const found = provider.kinds[token];
  if (found === undefined) throw new Error(token);
  return found;
};
const create = (token: string, inputs: Props) => kind(token).create(operation, new Fields(inputs));
const image = "docker:index/remoteImage:RemoteImage";
const container = "docker:index/container:Container";
const name = "10.0.0.1:5000/fabric-peer@sha256:abc";
const inspectPath = `GET /images/${encodeURIComponent(name)}/json`;
const pullPath = "POST /images/create?fromImage=10.0.0.1%3A5000%2Ffabric-peer&tag=sha256%3Aabc";

describe("RemoteImage", () => {
  test("an image that is there is not pulled", async () => {
    answers[inspectPath] = json(200, { Id: "sha256:1", RepoDigests: [name] });
    expect(await create(image, { name })).toEqual({
      id: `sha256:1${name}`,
      outputs: { imageId: "sha256:1", repoDigest: name },
    });
    expect(requests).toHaveLength(1);
  });

  test("a missing image is pulled by its digest with the registry's login", async () => {
    let pulled = false;
    answers[inspectPath] = (request, response) =>
      json(pulled ? 200 : 404, pulled ? { Id: "sha256:1", RepoDigests: null } : { message: "no such image" })(
        request,
        response,
      );
    answers[pullPath] = (_, response) => {
      pulled = true;
      response
        .writeHead(200, { "content-type": "application/json" })
        .end('{"status":"Pulling"}\n{"status":"Done"}\n');
    };
    expect((await create(image, { name })).outputs).toEqual({ imageId: "sha256:1", repoDigest: "" });
    const pull = requests.find(({ at }) => at.startsWith("POST"));
    expect(JSON.parse(Buffer.from(pull?.auth ?? "", "base64url").toString())).toEqual({
      username: "u",
      password: "p",
      serveraddress: "10.0.0.1:5000",
    });
  });

  test("a pull that fails half-way names server, image and remedy, not the password", async () => {
    answers[pullPath] = (_, response) => {
      response
        .writeHead(200, { "content-type": "application/json" })
        .end('{"status":"Pulling"}\n{"error":"manifest unknown"}\n');
    };
    const failed = create(image, { name });
    await expect(failed).rejects.toThrow(`docker.sock: pull image ${name}: manifest unknown. Check that`);
    await expect(failed).rejects.toThrow(
      "reaches 10.0.0.1:5000, that the image is there and that registryAuth holds its login",
    );
  });

  test("keepLocally leaves the image; otherwise it is removed, and one in use is an error with a remedy", async () => {
    const recorded = { id: "x", outputs: {} };
    await kind(image).delete?.(operation, { ...recorded, inputs: { name, keepLocally: true } });
    expect(requests).toEqual([]);
    answers[`DELETE /images/${encodeURIComponent(name)}`] = json(409, { message: "image is in use" });
    await expect(kind(image).delete?.(operation, { ...recorded, inputs: { name } })).rejects.toThrow(
      /image is in use \(Docker answered 409\)\. Set keepLocally: true/,
    );
  });
});

describe("Container", () => {
  test("a name that is taken: nothing is changed, the message names both and the way out", async () => {
    answers["POST /containers/create?name=k1"] = json(409, { message: "Conflict" });
    answers["GET /containers/k1/json"] = json(200, {
      Id: "0123456789abcdef",
      Config: { Image: "kafka" },
      Created: "2026-01-02T03:04:05.6Z",
      State: { Status: "running" },
    });
    await expect(create(container, { name: "k1", image: "sha256:1" })).rejects.toThrow(
      /a container named k1 exists already and is not in this stack's state \(id 0123456789ab, image kafka, made 2026-01-02T03:04:05, running\)\. Nothing was changed\. .*\.\/consortium repair/,
    );
    expect(requests.map(({ at }) => at.split(" ")[0])).toEqual(["POST", "GET"]);
  });

  test("a container that cannot be started is removed again", async () => {
    answers["POST /containers/create?name=k1"] = json(201, { Id: "c1" });
    answers["POST /containers/c1/start"] = json(500, { message: "port is already allocated" });
    answers["DELETE /containers/c1?force=1&v=1"] = json(204, {});
    await expect(create(container, { name: "k1", image: "sha256:1" })).rejects.toThrow(
      "start container k1: port is already allocated (Docker answered 500)",
    );
    expect(requests.at(-1)?.at).toBe("DELETE /v1.41/containers/c1?force=1&v=1");
  });

  test("a container that is gone needs no removal", async () => {
    await kind(container).delete?.(operation, {
      id: "c1",
      inputs: { name: "k1", destroyGraceSeconds: 3 },
      outputs: {},
    });
    expect(requests.map(({ at }) => at)).toEqual([
      "POST /v1.41/containers/c1/stop?t=3",
      "DELETE /v1.41/containers/c1?v=true&force=true",
      "GET /v1.41/containers/c1/json",
    ]);
  });

  test("a container that is gone is read as deleted", async () => {
    expect(await kind(container).read?.(operation, { id: "c1", inputs: {}, outputs: {} })).toBeUndefined();
  });

  const inputs = {
    name: "k1",
    image: "sha256:aaa",
    restart: "unless-stopped",
    memory: 512,
    memorySwap: 512,
    cpus: "1.5",
    envs: ["B=2", "A=1"],
    labels: [
      { label: "consortium.spec", value: "0123" },
      { label: "consortium.role", value: "kafka" },
    ],
  };
  const living = {
    Id: "c1",
    Name: "/k1",
    Image: "sha256:aaa",
    Config: {
      Image: "sha256:aaa",
      Env: ["PATH=/bin", "A=1", "B=2"],
      Labels: { "consortium.role": "kafka", "consortium.spec": "0123", maintainer: "someone" },
    },
    HostConfig: {
      Memory: 536870912,
      MemorySwap: 536870912,
      NanoCpus: 1500000000,
      RestartPolicy: { Name: "unless-stopped" },
    },
    State: { Status: "running", Running: true, ExitCode: 0, Error: "" },
    NetworkSettings: { Networks: null },
  };
  /** What a refresh finds different. */
  const readInputs = async (seen: object, wanted: Props = inputs) => {
    answers["GET /containers/c1/json"] = json(200, seen);
    return (await kind(container).read?.(operation, { id: "c1", inputs: wanted, outputs: {} }))?.inputs;
  };

  test("a container as it was made is read without any change, whatever its image brings besides", async () => {
    expect(await readInputs(living)).toEqual({});
  });

  test.each([
    {
      title: "stopped",
      seen: { State: { ...living.State, Status: "exited", Running: false, ExitCode: 143 } },
      found: { mustRun: false },
    },
    {
      title: "restarting, which is running",
      seen: { State: { ...living.State, Status: "restarting", Running: false } },
      found: {},
    },
    { title: "of another image", seen: { Image: "sha256:bbb" }, found: { image: "sha256:bbb" } },
    {
      title: "with another restart policy",
      seen: { HostConfig: { ...living.HostConfig, RestartPolicy: { Name: "" } } },
      found: { restart: "no" },
    },
    {
      title: "with other limits",
      seen: {
        HostConfig: { ...living.HostConfig, Memory: 1073741824, MemorySwap: 2147483648, NanoCpus: 500000000 },
      },
      found: { memory: 1024, memorySwap: 2048, cpus: "0.5" },
    },
    {
      title: "on a kernel that counts no swap, which is no change",
      seen: { HostConfig: { ...living.HostConfig, MemorySwap: -1 } },
      found: {},
    },
    {
      title: "with another environment, in the order that was given",
      seen: { Config: { ...living.Config, Env: ["A=7", "B=2"] } },
      found: { envs: ["B=2", "A=7"] },
    },
    {
      title: "without one of its labels",
      seen: { Config: { ...living.Config, Labels: { "consortium.role": "kafka" } } },
      found: { labels: [{ label: "consortium.role", value: "kafka" }] },
    },
  ])("a container is read $title", async ({ seen, found }) => {
    expect(await readInputs({ ...living, ...seen })).toEqual(found);
  });

  test("what was not given is not compared", async () => {
    expect(
      await readInputs(
        { ...living, HostConfig: { ...living.HostConfig, RestartPolicy: { Name: "" } } },
        { name: "k1", image: "kafka:1" },
      ),
    ).toEqual({});
  });

  test("a container that is not meant to run is read as it is when it does not", async () => {
    const seen = { ...living, State: { ...living.State, Status: "exited", Running: false } };
    expect(await readInputs(seen, { ...inputs, mustRun: false })).toEqual({});
  });
});

describe("what is gone is read as deleted, so that a refresh shows it", () => {
  test.each([
    { token: image, inputs: { name } },
    { token: "docker:index/volume:Volume", inputs: { name: "data" } },
    { token: "docker:index/network:Network", inputs: { name: "net" } },
  ])("$token", async ({ token, inputs }) => {
    expect(await kind(token).read?.(operation, { id: "x", inputs, outputs: {} })).toBeUndefined();
  });

  test("an image of another id under the name shows in its outputs", async () => {
    answers[inspectPath] = json(200, { Id: "sha256:2", RepoDigests: [name] });
    const found = await kind(image).read?.(operation, {
      id: "x",
      inputs: { name },
      outputs: { imageId: "sha256:1" },
    });
    expect(found).toEqual({ inputs: {}, outputs: { imageId: "sha256:2", repoDigest: name } });
  });
});

test("a newer daemon is spoken to in API 1.47, an older one in its own", async () => {
  apiVersion = "1.52";
  provider.configure?.(new Fields({ host: `unix://${join(work, "docker.sock")}` }));
  answers[inspectPath] = json(200, { Id: "sha256:1", RepoDigests: null });
  await create(image, { name });
  expect(requests[0]?.at).toMatch(/^GET \/v1\.47\//);
});

test("a connection that the daemon closed meanwhile is made again", async () => {
  answers[inspectPath] = (request, response) => {
    json(200, { Id: "sha256:1", RepoDigests: null })(request, response);
    response.once("finish", () => request.socket.destroySoon());
  };
  for (let i = 0; i < 5; i += 1) expect((await create(image, { name })).outputs.imageId).toBe("sha256:1");
});

test("a daemon that is not there is named with what to check", async () => {
  provider.configure?.(new Fields({ host: "unix:///nonexistent.sock" }));
  await expect(create(image, { name })).rejects.toThrow(
    "unix:///nonexistent.sock: the Docker daemon cannot be reached (connect ENOENT /nonexistent.sock). Check that dockerd runs",
  );
});

test.each([
  { config: { host: "ssh://root@h" }, says: /no host key is pinned/ },
  { config: { host: "npipe:////./pipe/docker" }, says: /use ssh:\/\/user@host:port, unix:/ },
  { config: { host: "unix:///x", certPath: "/c" }, says: /certPath is not supported by the stand-in plugin/ },
])("provider inputs are refused before anything runs: $config", ({ config, says }) => {
  expect(provider.checkConfig?.(new Fields(config)).map(({ reason }) => reason)[0]).toMatch(says);
});

test.each([
  { what: "an option that only tunes ssh", sshOpts: ["ServerAliveInterval=5"], differs: [] },
  { what: "dialling through dial.sh", sshOpts: ["ProxyCommand=bash a/dial.sh tcp %h %p"], differs: [] },
  { what: "another user", sshOpts: ["User=ops"], differs: ["sshOpts"] },
  {
    what: "a jump host",
    sshOpts: [`ProxyCommand=ssh -W %h:%p -o 'KnownHostsCommand=/bin/echo %%H ${hostKey}' hop@j`],
    differs: ["sshOpts"],
  },
  { what: "no pin any more", sshOpts: ["KnownHostsCommand=/bin/true"], differs: ["sshOpts"] },
])("$what is a change of the provider: $differs", async ({ sshOpts, differs }) => {
  const engine = await engineSide(dockerPackage("5.2.0", new SshPool()));
  const config = (words: readonly string[]) => ({
    host: "ssh://h",
    sshOpts: JSON.stringify(words.flatMap((word) => ["-o", word])),
  });
  const pin = `KnownHostsCommand=/bin/echo %H ${hostKey}`;
  expect(await engine.diffConfig(config([pin]), config([pin, ...sshOpts]))).toEqual(differs);
  engine.close();
});
