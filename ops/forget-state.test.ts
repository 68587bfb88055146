import { describe, expect, test } from "vitest";
import { forgetServer, serversIn } from "./forget-state.js";

const urn = (type: string, name: string) => `urn:pulumi:prod::consortium::${type}::${name}`;
const target = (host: string) => ({ host, port: 22, user: "root", hostKey: "ssh-ed25519 AAAA" });
const server = (name: string, host: string) => ({ name, address: host, ssh: target(host) });
const docker = (name: string) => urn("pulumi:providers:docker", `${name}-docker`);
const component = (name: string) => urn("consortium:server:Server", name);
const stepOf = (kind: string, spec: object) => ({
  create: `node steps/run.mjs ${kind}`,
  environment: { CONSORTIUM_STEP: JSON.stringify(spec) },
});

/** Two brokers on two servers, as far as references go. */
const state = {
  version: 3,
  deployment: {
    secrets_providers: { type: "passphrase" },
    resources: [
      ...["k1", "k2"].flatMap((name) => [
        { urn: component(name), type: "consortium:server:Server" },
        {
          urn: urn("command:remote:Command", `${name}-prepare`),
          type: "command:remote:Command",
          parent: component(name),
        },
        {
          urn: docker(name),
          type: "pulumi:providers:docker",
          id: "p",
          parent: component(name),
          dependencies: [urn("command:remote:Command", `${name}-prepare`)],
        },
      ]),
      {
        urn: urn("command:local:Command", "fabric-teardown"),
        type: "command:local:Command",
        inputs: {
          delete: "node steps/run.mjs teardown",
          environment: {
            CONSORTIUM_STEP: JSON.stringify({
              step: "teardown",
              servers: [server("k1", "10.0.0.1"), server("k2", "10.0.0.2")],
            }),
          },
        },
        outputs: { environment: { CONSORTIUM_STEP: "old" } },
        dependencies: ["k1", "k2"].map((name) => urn("command:remote:Command", `${name}-prepare`)),
      },
      ...["1", "2"].flatMap((n) => [
        {
          urn: urn("docker:index/volume:Volume", `prod-kafka${n}-data`),
          type: "docker:index/volume:Volume",
          provider: `${docker(`k${n}`)}::p`,
          protect: true,
          dependencies: [urn("command:local:Command", "fabric-teardown")],
        },
        {
          urn: urn("docker:index/container:Container", `prod-kafka${n}`),
          type: "docker:index/container:Container",
          provider: `${docker(`k${n}`)}::p`,
          dependencies: [urn("docker:index/volume:Volume", `prod-kafka${n}-data`)],
        },
        {
          urn: urn("command:local:Command", `kafka${n}-in-sync`),
          type: "command:local:Command",
          inputs: stepOf("in-sync", { member: `kafka${n}` }),
          dependencies: [urn("docker:index/container:Container", `prod-kafka${n}`)],
          propertyDependencies: { environment: [urn("docker:index/container:Container", `prod-kafka${n}`)] },
        },
      ]),
      {
        urn: urn("command:local:Command", "kafka-formed"),
        type: "command:local:Command",
        inputs: stepOf("formed", {}),
        dependencies: ["1", "2"].map((n) => urn("docker:index/container:Container", `prod-kafka${n}`)),
      },
      {
        urn: urn("command:local:Command", "orderers-ready"),
        type: "command:local:Command",
        inputs: stepOf("ready", {}),
        dependencies: [urn("command:local:Command", "kafka-formed")],
        propertyDependencies: { environment: [urn("command:local:Command", "kafka-formed")] },
      },
      {
        urn: urn("docker:index/container:Container", "prod-orderer0"),
        type: "docker:index/container:Container",
        provider: `${docker("k1")}::p`,
        dependencies: [urn("command:local:Command", "orderers-ready")],
        deletedWith: docker("k2"),
      },
      {
        urn: urn("command:local:Command", "orderer0-in-sync"),
        type: "command:local:Command",
        inputs: stepOf("in-sync", {}),
        dependencies: [urn("docker:index/container:Container", "prod-orderer0")],
      },
    ],
    pending_operations: [
      {
        type: "creating",
        resource: {
          urn: urn("docker:index/container:Container", "prod-kafka2"),
          type: "docker:index/container:Container",
        },
      },
    ],
  },
};

const names = (urns: readonly string[]) => urns.map((one) => one.split("::").at(-1));

describe("a forgotten server", () => {
  const { state: after, removed } = forgetServer(state, "k2");
  const left = after.deployment?.resources ?? [];

  test("takes its preparation, provider, volumes and containers along, and the steps that follow from them", () => {
    expect(names(removed.map((one) => one.urn))).toEqual([
      "k2",
      "k2-prepare",
      "k2-docker",
      "prod-kafka2-data",
      "prod-kafka2",
      "kafka2-in-sync",
      "kafka-formed",
      "orderers-ready",
    ]);
  });

  test("leaves the other servers' own, and the gates of their members", () => {
    expect(names(left.map((one) => one.urn))).toEqual([
      ...["k1", "k1-prepare", "k1-docker", "fabric-teardown"],
      ...["prod-kafka1-data", "prod-kafka1", "kafka1-in-sync", "prod-orderer0", "orderer0-in-sync"],
    ]);
  });

  test("is named nowhere in what is left, so that the engine takes the state", () => {
    const text = JSON.stringify(left);
    for (const { urn: gone } of removed) expect(text).not.toContain(`"${gone}"`);
  });

  test("is no goal of the teardown any more, neither in its inputs nor in its outputs", () => {
    expect(serversIn(after).map(({ name }) => name)).toEqual(["k1"]);
    const teardown = left.find((one) => one.urn.endsWith("fabric-teardown"));
    expect(teardown?.outputs).toEqual({
      environment: {
        CONSORTIUM_STEP: JSON.stringify({ step: "teardown", servers: [server("k1", "10.0.0.1")] }),
      },
    });
  });

  test("has no pending operation; the rest of the export is untouched", () => {
    expect(after.deployment?.pending_operations).toEqual([]);
    expect(after).toMatchObject({ version: 3, deployment: { secrets_providers: { type: "passphrase" } } });
  });
});

test("a server that the state does not know takes nothing along", () => {
  const { removed, state: after } = forgetServer(state, "k9");
  expect(removed).toEqual([]);
  expect(after.deployment?.resources?.map((one) => one.urn)).toEqual(
    state.deployment.resources.map((one) => one.urn),
  );
  expect(serversIn(after).map(({ name }) => name)).toEqual(["k1", "k2"]);
});

test("another server whose name only begins alike stays", () => {
  expect(forgetServer(state, "k").removed).toEqual([]);
});
