import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { planReports } from "../../ops/plan.js";
import { callVerb, writeStackFile } from "../../ops/testing.js";
import { validateFile } from "../../ops/validate.js";
import { canaryOf, newCanaryValue } from "./canary.js";

/*
 * A password that somebody wrote in clear into the stack file, rightly placed or not: no verb that reads the file alone
 * shows it.
 */

const value = newCanaryValue("registry-login");
const { words } = canaryOf("registry-login", "registry login", [value]);
const hostKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIExampleExampleExampleExampleExampleExampleExampl";
const login = { address: "registry.example.com", username: "reader" };

let folder = "";
let file = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "offline-"));
  file = writeStackFile(folder, { up1: { hostKey, port: 22 }, down1: { hostKey, port: 2222 } });
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Puts something where the credentials belong. */
function plant(credentials: unknown): void {
  const document = JSON.parse(readFileSync(file, "utf8")) as {
    config: { "consortium:images": Record<string, unknown> };
  };
  document.config["consortium:images"].credentials = credentials;
  writeFileSync(file, JSON.stringify(document));
}

const shows = (text: string) => words.some((word) => text.includes(word));

test("plan, validate and firewall show no password", async () => {
  plant({ ...login, password: value });
  const called = [
    callVerb(["plan", file, "--out", join(folder, "plans")], {}),
    callVerb(["firewall", "--file", file], {}),
  ];
  for (const { printed, ended } of called) {
    expect(await ended).toBe(0);
    expect(printed.stdout).not.toBe("");
    expect(shows(printed.stdout + printed.stderr)).toBe(false);
  }
  for (const form of ["text", "json"] as const) {
    const { status, output } = await validateFile(file, form);
    expect([form, status, output === "", shows(output)]).toEqual([form, 0, false, false]);
  }
  const plans = readdirSync(join(folder, "plans/dev")).map((name) =>
    readFileSync(join(folder, "plans/dev", name), "utf8"),
  );
  expect(plans).toHaveLength(3);
  expect(plans.filter(shows)).toEqual([]);
}, 120_000);

test.each([
  { title: "a text in place of the map", credentials: value },
  { title: "a list in place of the map", credentials: [login, value] },
  { title: "a key that is misspelt", credentials: { ...login, pasword: value } },
  { title: "a map in place of the password", credentials: { ...login, password: { value } } },
])("a finding shows no password: $title", async ({ credentials }) => {
  plant(credentials);
  for (const form of ["text", "json"] as const) {
    const { status, output } = await validateFile(file, form);
    expect([form, status, output.includes("images.credentials"), shows(output)]).toEqual([
      form,
      1,
      true,
      false,
    ]);
  }
  // What `plan`, `preview` and `up` end with.
  const refused = await planReports([file], {}).catch(String);
  expect(refused).toContain("images.credentials");
  expect(refused).not.toContain(value);
});
