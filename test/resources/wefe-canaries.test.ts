import { beforeAll, describe, expect, test } from "vitest";
import { makeNetworks } from "../../components/networks.js";
import type { Plan } from "../../topology/model/plan.js";
import { planFiles } from "../../topology/plan-text/plan-text.js";
import { planOf, settingsOf, wefeStack } from "../../topology/wefe/testing/stack.js";
import type { VendorPackage } from "../../topology/wefe/types.js";
import { inClear, type Registration, underMocks } from "./program.js";

/*
 * Passwords of a vendor's package, planted wherever a compose file or a properties file may have one, and looked for in
 * everything that people read, that is kept, or that a process list shows.
 */

const word = /canary-[a-z]+-[0-9a-f]{8}|wefe2020|wefepass/g;
const canary = (name: string) => `canary-${name}-0011aabb`;

/** The lab's fixture with a password at every place. */
function planted(read: VendorPackage): VendorPackage {
  const check = { intervalSeconds: 10, timeoutSeconds: 5, retries: 3, startSeconds: 0 };
  return {
    ...read,
    services: read.services.map((one) => {
      if (one.name === "mysql")
        return {
          ...one,
          env: { ...one.env, MYSQL_ROOT_PASSWORD: canary("env"), DB: `mysql://root:${canary("url")}@h/a` },
          healthcheck: { ...check, test: ["CMD-SHELL", `mysqladmin ping -uroot -p${canary("check")}`] },
        };
      if (one.name === "redis")
        return {
          ...one,
          command: ["redis-server", "--requirepass", canary("command")],
          options: { ...one.options, entrypoint: ["sh", "-c", `PASSWORD=${canary("entry")} exec "$@"`] },
          healthcheck: { ...check, test: ["CMD", "redis-cli", "-a", canary("command"), "ping"] },
        };
      return one;
    }),
    files: {
      ...read.files,
      text: (path) =>
        path.endsWith("application.properties")
          ? `${read.files.text(path)}spring.redis.password=${canary("properties")}\n`
          : read.files.text(path),
    },
  };
}

const found = (value: unknown) => [...new Set(JSON.stringify(value ?? null).match(word) ?? [])].sort();

const stack = wefeStack({ members: { alpha: { server: "m1", rootOrganization: "Alpha" } } });
let plan: Plan;
let all: Registration[] = [];
let outputs: unknown;
beforeAll(async () => {
  const planned = await planOf(stack, planted);
  plan = planned.plan;
  expect(planned.findings).toEqual([]);
  const names = [...new Set(plan.services.map(({ image }) => image))];
  const images = names.map((name) => ({
    kind: "reference" as const,
    name,
    reference: `registry.example.com/${name.replace(/:.*/, "")}@sha256:${"ab".repeat(32)}`,
    servers: [...new Set(plan.services.filter(({ image }) => image === name).map(({ server }) => server))],
  }));
  all = await underMocks("prod", async () => {
    const made = makeNetworks({ plan, images, secrets: planned.secrets });
    outputs = { endpoints: made.endpoints, byHand: made.byHand, versions: made.versions };
  });
}, 60_000);

function named(name: string): Registration {
  const one = all.find((resource) => resource.name === name);
  if (!one) throw new Error(`nothing registers ${name}`);
  return one;
}

describe("a password of the package arrives, as a secret,", () => {
  test.each([
    { at: "in a variable", name: "prod-alpha-mysql", field: "envs", text: canary("env") },
    { at: "in a URL in a variable", name: "prod-alpha-mysql", field: "envs", text: canary("url") },
    { at: "in a health check", name: "prod-alpha-mysql", field: "healthcheck", text: canary("check") },
    { at: "in a command", name: "prod-alpha-redis", field: "command", text: canary("command") },
    { at: "in an entry point", name: "prod-alpha-redis", field: "entrypoints", text: canary("entry") },
    { at: "in a file that is set", name: "m1-wefe-files", field: "stdin", text: canary("properties") },
  ])("$at", ({ name, field, text }) => {
    const { inputs } = named(name);
    expect(JSON.stringify(inputs[field])).toContain(text);
    expect(found(inClear(inputs))).toEqual([]);
  });

  test("whole, and in the form that Docker takes", () => {
    const { inputs } = named("prod-alpha-mysql");
    const text = JSON.stringify(inputs.envs);
    expect(text).toContain(`"MYSQL_ROOT_PASSWORD=${canary("env")}"`);
    expect(text).toContain('"TZ=Asia/Shanghai"');
    expect(JSON.stringify(inputs.healthcheck)).toContain(
      `"tests":["CMD-SHELL","mysqladmin ping -uroot -p${canary("check")}"],"timeout":"5s"`,
    );
  });

  test("and nothing of a service without one is secret", () => {
    for (const name of ["prod-alpha-nacos", "prod-union-mongo", "prod-alpha-wefe-board-service"]) {
      const { inputs } = named(name);
      expect([name, inputs]).toEqual([name, inClear(inputs)]);
    }
  });
});

describe("no password of the package stands", () => {
  test("in the plan", () => expect(found(plan)).toEqual([]));

  test("in the plan that people review", () => {
    const files = planFiles({ plan, images: settingsOf(stack).images, files: ["Pulumi.prod.yaml"] });
    expect(found(files)).toEqual([]);
    expect(files["m1.yaml"]).toContain(
      "MYSQL_ROOT_PASSWORD: secret:wefe/alpha-mysql/env/MYSQL_ROOT_PASSWORD",
    );
    expect(files["m1.yaml"]).toContain("CMD-SHELL mysqladmin ping -uroot -p*** every 10s");
  });

  test("in a plain property of any resource", () => {
    for (const { name, type, inputs } of all)
      expect([type, name, found(inClear(inputs))]).toEqual([type, name, []]);
  });

  test("in a label, a name or what a resource waits for", () => {
    for (const { inputs, ...rest } of all) expect(found([rest, inputs.labels])).toEqual([]);
  });

  test("in a step's specification or command line, not even as a secret: process lists show them", () => {
    for (const { name, inputs } of all.filter(({ type }) => type.startsWith("command:"))) {
      const { stdin: _secrets, ...rest } = inputs;
      expect([name, found(rest)]).toEqual([name, []]);
    }
  });

  test("in an output", () => expect(found(outputs)).toEqual([]));
});

test("IAM's root organisation is named after IAM and MySQL work", () => {
  const { inputs, dependsOn } = named("alpha-root-organization");
  expect(dependsOn).toEqual(expect.arrayContaining(["alpha-mysql-ready", "alpha-welab-iam-ready"]));
  expect(JSON.parse(String((inputs.environment as Record<string, string>).CONSORTIUM_STEP))).toMatchObject({
    step: "wefe-root-organization",
    container: "prod-alpha-mysql",
    name: "Alpha",
    id: "prod-alpha-mysql-id",
  });
});

test("the contracts' sources are in the console before the step that deploys them", () => {
  const uploads = JSON.stringify(named("prod-fisco-console").inputs.uploads);
  expect(uploads).toContain('"file":"/console/contracts/solidity/MemberContract.sol"');
  expect(named("wefe-contracts").dependsOn).toContain("fisco-console-ready");
  expect(named("fisco-console-ready").dependsOn).toContain("prod-fisco-console");
});
