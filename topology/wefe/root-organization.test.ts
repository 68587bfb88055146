import { describe, expect, test } from "vitest";
import { planOf, type WefeInput, wefeStack } from "./testing/stack.js";

const member = (more: Partial<NonNullable<WefeInput["members"]>[string]> = {}) =>
  wefeStack({ members: { alpha: { server: "m1", rootOrganization: "天冕", ...more } } });

const byHand = (steps: readonly { readonly what: string }[]) =>
  steps.filter(({ what }) => what === "rename IAM's root organisation");

describe("IAM's root organisation", () => {
  test("is named in the member's own MySQL when IAM works, and is not left to people", async () => {
    const { wefe, findings } = await planOf(member());
    expect(findings).toEqual([]);
    expect(wefe.rootOrganizations).toEqual([
      { member: "alpha", name: "天冕", mysql: "alpha-mysql", after: ["alpha-welab-iam", "alpha-mysql"] },
    ]);
    expect(byHand(wefe.byHand)).toEqual([]);
  });

  test("keeps its name where none is given", async () => {
    const { wefe } = await planOf(wefeStack());
    expect(wefe.rootOrganizations).toEqual([]);
    expect(byHand(wefe.byHand)).toEqual([]);
  });

  test("stays by hand in a MySQL that is there already", async () => {
    const { wefe, findings } = await planOf(member({ existing: { mysql: "10.9.9.9" } }));
    expect(findings).toEqual([]);
    expect(wefe.rootOrganizations).toEqual([]);
    expect(byHand(wefe.byHand)).toHaveLength(1);
  });

  test("stays by hand, with a warning, where the package's MySQL has no root password in its environment", async () => {
    const { wefe, findings } = await planOf(member(), (read) => ({
      ...read,
      services: read.services.map((one) =>
        one.name === "mysql" ? { ...one, env: { TZ: "Asia/Shanghai" } } : one,
      ),
    }));
    expect(findings.map(({ severity, rule, path, found }) => [severity, rule, path, found])).toEqual([
      [
        "warning",
        "wefe-root-organization",
        "wefe.package: mysql/docker-compose.yml:4 services.mysql.environment",
        "no MYSQL_ROOT_PASSWORD",
      ],
    ]);
    expect(wefe.rootOrganizations).toEqual([]);
    expect(byHand(wefe.byHand)).toHaveLength(1);
  });
});
