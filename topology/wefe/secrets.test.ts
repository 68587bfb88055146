import { describe, expect, test } from "vitest";
import type { PlannedService } from "../model/service.js";
import { bridgedService } from "../testing/bridged.js";
import {
  hideInChange,
  hideInPlacement,
  hideInService,
  isPackageSecret,
  knownCredentials,
} from "./secrets.js";
import { fixturePackage } from "./testing/stack.js";

const service = (more: Partial<PlannedService>): PlannedService => ({
  ...bridgedService,
  name: "alpha-mysql",
  ...more,
});
const check = (...test: string[]) =>
  ({ ...bridgedService.healthcheck, test }) as PlannedService["healthcheck"];

test("a service without a credential is as it was", () => {
  const { shown, secrets } = hideInService(service({}), new Set());
  expect(shown).toEqual(service({}));
  expect(secrets.size).toBe(0);
});

test("a credential leaves the environment, the command, the entry point and the health check", () => {
  const { shown, secrets } = hideInService(
    service({
      env: { TZ: "Asia/Shanghai", MYSQL_ROOT_PASSWORD: "wefe2020", COPY: "wefe2020" },
      command: ["--init", "--password=other1"],
      options: { hostname: "mysql", entrypoint: ["sh", "-c", "login wefe2020"] },
      healthcheck: check("CMD-SHELL", "mysqladmin ping -pwefe2020") ?? never(),
    }),
    new Set(["wefe2020"]),
  );
  expect(shown).toMatchObject({
    env: { TZ: "Asia/Shanghai" },
    command: ["--init", "--password=***"],
    options: { hostname: "mysql", entrypoint: ["sh", "-c", "login ***"] },
    healthcheck: { test: ["CMD-SHELL", "mysqladmin ping -p***"], intervalSeconds: 90 },
    secrets: {
      env: {
        COPY: "wefe/alpha-mysql/env/COPY",
        MYSQL_ROOT_PASSWORD: "wefe/alpha-mysql/env/MYSQL_ROOT_PASSWORD",
      },
      command: "wefe/alpha-mysql/command",
      entrypoint: "wefe/alpha-mysql/entrypoint",
      healthcheck: "wefe/alpha-mysql/healthcheck",
    },
  });
  expect(JSON.stringify(shown)).not.toMatch(/wefe2020|other1/);
  expect(Object.fromEntries(secrets)).toEqual({
    "wefe/alpha-mysql/env/COPY": "wefe2020",
    "wefe/alpha-mysql/env/MYSQL_ROOT_PASSWORD": "wefe2020",
    "wefe/alpha-mysql/command": '["--init","--password=other1"]',
    "wefe/alpha-mysql/entrypoint": '["sh","-c","login wefe2020"]',
    "wefe/alpha-mysql/healthcheck": '["CMD-SHELL","mysqladmin ping -pwefe2020"]',
  });
  expect([...secrets.keys()].every(isPackageSecret)).toBe(true);
});

test.each([
  { path: "a/application.properties", text: "db.mysql.password=wefepass\n", hidden: true },
  { path: "a/application.properties", text: "uri=mongodb://wefe:wefepass@mongodb.service/a\n", hidden: true },
  { path: "a/application.properties", text: "# password=old\ndb.mysql.username=wefe\n", hidden: true },
  { path: "a/application.properties", text: "# the old one: mysql -uroot -pwefe2020\n", hidden: true },
  { path: "a/application.properties", text: "db.mysql.\\u0070assword wefepass\n", hidden: true },
  { path: "a/application.properties", text: "# which database\ndb.mysql.username=wefe\n", hidden: false },
  { path: "a/standalone.yaml", text: "redis:\n  password: wefepass\n", hidden: true },
  { path: "a/webapp.conf", text: "location / { proxy_pass http://10.0.0.1:85; }\n", hidden: false },
])("$path with $text is hidden: $hidden", ({ path, text, hidden }) => {
  const source = { kind: "text", text } as const;
  const placement = {
    server: "m1",
    root: "/opt/wefe",
    sources: [],
    digest: "d",
    texts: [{ path, mode: "0644", source } as const],
  };
  const { shown, secrets } = hideInPlacement(placement);
  const name = `wefe/m1/files/${path}`;
  expect(shown.texts).toEqual(
    hidden ? [{ path, mode: "0644", source: { kind: "material", name } }] : placement.texts,
  );
  expect([...secrets]).toEqual(hidden ? [[name, text]] : []);
});

test("a changed value is shown without its password", () => {
  const change = { server: "m1", service: "s", file: "f" };
  expect(
    hideInChange({ ...change, key: "uri", from: "http://u:old1@h/", to: "http://10.0.0.1/" }),
  ).toMatchObject({ from: "http://u:***@h/", to: "http://10.0.0.1/" });
  expect(hideInChange({ ...change, key: "redis.password", from: "old1", to: "" })).toMatchObject({
    from: "***",
    to: "",
  });
});

describe("credentials of the package", () => {
  test("are those of its environments and of its properties", async () => {
    expect([...knownCredentials(await fixturePackage())].sort()).toEqual(["wefe2020", "wefepass"]);
  });
});

function never(): never {
  throw new Error("no such check");
}
