import * as pulumi from "@pulumi/pulumi";
import { beforeAll, describe, expect, test } from "vitest";
import { loadStack } from "../../config/load.js";
import type { StackInput } from "../../config/schema.js";
import { checkStack } from "../../topology/check.js";
import { planFiles } from "../../topology/plan-text/plan-text.js";
import { madeBy, secretInputs } from "../canary/secret-inputs.js";
import { inClear, type Registration, runProgram } from "./program.js";
import { referencedStack } from "./stack.js";

/*
 * Every secret input of a stack, those that no lab has included (CouchDB), planted in the real program under mocks and
 * looked for in everything of it that is not secret. Generated keys and passwords are the mocks' `KEY of`, `PASSWORD of`.
 */

const password = "canary-registry-login-00112233445566778899aabbccddeeff";
const word = /canary-registry-login|(KEY|PASSWORD) of [^"\\]*/g;

function withEverySecret(stack: StackInput): StackInput {
  const { fabric, images } = stack;
  const Org1 = fabric?.organizations.Org1;
  if (!fabric || !Org1) throw new Error("the stack has no Org1");
  return {
    ...stack,
    accept: [],
    images: { ...images, credentials: { address: "registry.example.com", username: "reader", password } },
    fabric: {
      ...fabric,
      ordering: { ...fabric.ordering, tls: true },
      organizations: { ...fabric.organizations, Org1: { ...Org1, stateDatabase: "couchdb" } },
    },
  };
}

const stack = withEverySecret(referencedStack());
const outputs: Record<string, unknown> = {};
let all: Registration[] = [];
beforeAll(async () => {
  all = await runProgram("test", { ...stack }, {}, [], outputs);
}, 120_000);

/** Secrets in a value, once each. */
const found = (value: unknown) => [...new Set(JSON.stringify(value ?? null).match(word) ?? [])].sort();

describe("the list of secret inputs", () => {
  test("names every resource that makes a key or a password", () => {
    const makers = all.filter(({ type }) => /privateKey|password/i.test(type));
    expect(
      makers.filter(({ type, name }) => madeBy(type, name) === undefined).map(({ name }) => name),
    ).toEqual([]);
    expect(new Set(makers.map(({ type, name }) => madeBy(type, name)))).toEqual(
      new Set(["private-key", "couchdb-password"]),
    );
  });

  test("has what no lab run can be given looked for here", () => {
    const offline = secretInputs.filter(({ lab }) => typeof lab !== "string").map(({ id }) => id);
    expect(offline).toEqual(["couchdb-password"]);
  });
});

describe("every kind of secret arrives, as a secret,", () => {
  test.each([
    {
      kind: "login of the user's registry at each server's Docker",
      text: "canary-registry-login",
      type: /^pulumi:providers:docker$/,
    },
    {
      kind: "CouchDB's password in its container",
      text: "PASSWORD of couchdb-",
      type: /container:Container$/,
    },
    {
      kind: "a node's key in its container",
      text: "KEY of orderer0.example.com-tls-key",
      type: /container:Container$/,
    },
    {
      kind: "a broker's key in its container",
      text: "KEY of messaging-kafka-kafka1-key",
      type: /container:Container$/,
    },
    {
      kind: "an operator's key in a gate",
      text: "KEY of messaging-kafka-operator-key",
      type: /^command:local:Command$/,
    },
    {
      kind: "an administrator's key in a step",
      text: "KEY of Admin@org1.example.com-key",
      type: /^command:local:Command$/,
    },
  ])("$kind", ({ text, type }) => {
    const holders = all.filter((one) => type.test(one.type) && JSON.stringify(one.inputs).includes(text));
    expect(holders).not.toEqual([]);
    for (const { name, inputs } of holders) expect([name, found(inClear(inputs))]).toEqual([name, []]);
  });
});

describe("no secret stands", () => {
  test("in a plain property of any resource", () => {
    for (const { name, type, inputs } of all)
      expect([type, name, found(inClear(inputs))]).toEqual([type, name, []]);
  });

  test("in a container's variables, arguments, labels or health check, not even as a secret: docker inspect shows them", () => {
    for (const { name, inputs } of all.filter(({ type }) => type.endsWith(":Container"))) {
      const { uploads: _files, ...rest } = inputs;
      expect([name, found(rest)]).toEqual([name, []]);
    }
  });

  test("in a step's specification, environment or command line, not even as a secret: process lists show them", () => {
    for (const { name, inputs } of all.filter(({ type }) => type.startsWith("command:"))) {
      const { stdin: _secrets, ...rest } = inputs;
      expect([name, found(rest)]).toEqual([name, []]);
    }
  });

  test("in a name, an alias or what a resource waits for", () => {
    for (const { inputs: _inputs, ...rest } of all) expect(found(rest)).toEqual([]);
  });

  test("in the plan that people review", () => {
    const { good } = checkStack(loadStack({ ...stack }, { stack: "test", directory: "." }));
    if (!good) throw new Error("the stack must be good");
    const files = planFiles({ plan: good.plan, images: good.settings.images, files: ["Pulumi.test.yaml"] });
    expect(Object.keys(files)).toHaveLength(14);
    expect(found(files)).toEqual([]);
  });
});

describe("an output of the stack", () => {
  /** What an output holds, and whether the engine is told that it is secret. */
  async function settled(output: unknown): Promise<{ readonly secret: boolean; readonly value: unknown }> {
    const known: pulumi.Output<unknown> = pulumi.output(output);
    const value = new Promise<unknown>((resolve) => known.apply(resolve));
    return { secret: await pulumi.isSecret(known), value: await value };
  }

  const secretOutputs = ["operations", "privateProfiles"];

  test("that holds keys is secret as a whole", async () => {
    for (const name of secretOutputs) {
      const { secret, value } = await settled(outputs[name]);
      expect([name, secret]).toEqual([name, true]);
      expect(found(value)).toContain("KEY of Admin@org1.example.com-key");
    }
  });

  test("that is not secret holds none", async () => {
    const open = Object.keys(outputs).filter((name) => !secretOutputs.includes(name));
    expect(open.sort()).toEqual(["certificates", "connectionProfiles", "endpoints", "flows", "versions"]);
    for (const name of open) {
      const { secret, value } = await settled(outputs[name]);
      expect([name, secret]).toEqual([name, false]);
      expect([name, found(value)]).toEqual([name, []]);
    }
  });
});
