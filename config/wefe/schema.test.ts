import { describe, expect, test } from "vitest";
import { loadStack } from "../load.js";

const load = (member: Readonly<Record<string, unknown>>) =>
  loadStack(
    {
      servers: {},
      wefe: {
        package: { path: "vendor/wefe.tar", sha256: "0".repeat(64) },
        union: { server: "u1" },
        members: { gamma: { server: "m1", ...member } },
      },
    },
    { stack: "test", directory: "/" },
  );

describe("the root organisation's name", () => {
  test.each(["Gamma", "G", "天冕科技", "O'Hara & Sons", "back\\slash", "Gamma  Ltd."])(
    "%j is taken",
    (name) => {
      const { settings, findings } = load({ rootOrganization: name });
      expect(findings).toEqual([]);
      expect(settings?.wefe?.members.gamma?.rootOrganization).toBe(name);
    },
  );

  // MySQL's answer could not be told from another name, or would be more than one line.
  test.each([
    "",
    " ",
    " Gamma",
    "Gamma ",
    "Gamma\u3000",
    "Gam\nma",
    "Gamma\n",
    "Gam\tma",
    "Gam\u0000ma",
    "G".repeat(65),
  ])("%j is refused", (name) => {
    const { findings } = load({ rootOrganization: name });
    expect([...new Set(findings.map(({ path }) => path))]).toEqual(["wefe.members.gamma.rootOrganization"]);
  });

  test("is refused with what is allowed", () => {
    const [finding] = load({ rootOrganization: "Gamma " }).findings;
    expect(JSON.stringify(finding)).toContain("without control characters, and without blanks around it");
  });
});
