import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ConfigurationError, loadStack, throwOnErrors } from "./load.js";

const hostKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEXAMPLEexampleEXAMPLEexampleEXAMPLEexampleK";
const server = { address: "10.0.1.11", hostKey, cpus: 4, memory: "16GiB", disk: "300GiB" };

let directory = "";
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "consortium-load-"));
  writeFileSync(join(directory, "hosts.yaml"), JSON.stringify({ s1: server }));
  writeFileSync(
    join(directory, "bad.yaml"),
    JSON.stringify({ s1: { ...server, hostKey: undefined }, s2: { ...server, cpu: 2 } }),
  );
  writeFileSync(join(directory, "broken.yaml"), "s1: { address: 10.0.1.11\n");
  writeFileSync(join(directory, "twice.yaml"), "s1: {}\ns1: {}\n");
});
afterAll(() => rmSync(directory, { recursive: true }));

const load = (raw: Record<string, unknown>) => loadStack(raw, { stack: "test", directory });
const found = (raw: Record<string, unknown>) => load(raw).findings.map(({ path, rule }) => [path, rule]);

test("defaults are filled in and units parsed", () => {
  const { settings, findings } = load({ servers: { s1: server } });
  expect(findings).toEqual([]);
  expect(settings).toEqual({
    tier: "production",
    data: "keep",
    jumpHosts: {},
    accept: [],
    images: { references: {} },
    servers: {
      s1: {
        address: "10.0.1.11",
        hostKey,
        arch: "amd64",
        cpus: 4,
        memory: 17_179_869_184,
        disk: 322_122_547_200,
        ssh: { port: 22, user: "root" },
      },
    },
  });
});

test("a comment after a host key is dropped", () => {
  const { settings } = load({ servers: { s1: { ...server, hostKey: `${hostKey} root@s1 $(reboot)` } } });
  expect(settings?.servers.s1?.hostKey).toBe(hostKey);
});

test("servers come from the inventory, relative to the directory", () => {
  const { settings, findings } = load({ inventory: "hosts.yaml" });
  expect(findings).toEqual([]);
  expect(Object.keys(settings?.servers ?? {})).toEqual(["s1"]);
});

test.each([
  { raw: {}, expected: [["servers", "servers-missing"]] },
  { raw: { servers: { s1: server }, inventory: "hosts.yaml" }, expected: [["inventory", "servers-twice"]] },
  { raw: { inventory: "nowhere.yaml" }, expected: [["nowhere.yaml", "file"]] },
  { raw: { inventory: 5 }, expected: [["inventory", "wrong-type"]] },
  {
    raw: { inventory: "bad.yaml" },
    expected: [
      ["bad.yaml: s1.hostKey", "missing"],
      ["bad.yaml: s2.cpu", "unknown-key"],
    ],
  },
  { raw: { inventory: "broken.yaml" }, expected: [["broken.yaml:2", "yaml"]] },
  { raw: { inventory: "twice.yaml" }, expected: [["twice.yaml:2", "yaml"]] },
])("servers stand in one place that can be read: %j", ({ raw, expected }) => {
  expect(found(raw)).toEqual(expected);
});

const withServer = (change: Record<string, unknown>) => ({ servers: { s1: { ...server, ...change } } });

test.each([
  {
    raw: withServer({ hostKey: undefined }),
    path: "servers.s1.hostKey",
    rule: "missing",
    remedy: "give the server's public host key, e.g. from: ssh-keyscan -t ed25519 10.0.1.11",
  },
  {
    raw: withServer({ hostKey: "ssh-ed25519 AAAA" }),
    path: "servers.s1.hostKey",
    rule: "malformed",
    found: '"ssh-ed25519 AAAA"',
    allowed: "a whole key: the base64 part is cut off or damaged",
    remedy: "give the server's public host key, e.g. from: ssh-keyscan -t ed25519 10.0.1.11",
  },
  {
    raw: withServer({ memroy: "8GiB" }),
    path: "servers.s1.memroy",
    rule: "unknown-key",
    message: "unknown key",
  },
  {
    raw: withServer({ memory: undefined, memroy: "8GiB" }),
    path: "servers.s1.memroy",
    rule: "unknown-key",
    message: 'unknown key: did you mean "memory"?',
    remedy: "correct the name",
  },
  {
    raw: withServer({ memory: "16GB" }),
    path: "servers.s1.memory",
    rule: "malformed",
    found: '"16GB"',
    allowed: "a whole number with B, KiB, MiB, GiB or TiB, e.g. 16GiB",
    remedy: 'write it like "16GiB"',
  },
  {
    raw: withServer({ memory: 16 }),
    path: "servers.s1.memory",
    rule: "wrong-type",
    found: "16",
    allowed: "a string",
    remedy: 'write it like "16GiB"',
  },
  {
    raw: withServer({ cpus: 0 }),
    path: "servers.s1.cpus",
    rule: "out-of-range",
    found: "0",
    allowed: "1 or more",
  },
  { raw: withServer({ cpus: 1.5 }), path: "servers.s1.cpus", rule: "wrong-type", allowed: "a whole number" },
  {
    raw: withServer({ address: "k1.example.com" }),
    path: "servers.s1.address",
    rule: "malformed",
    allowed: "an IP address, e.g. 10.0.1.11",
  },
  {
    raw: withServer({ ssh: { user: "root; reboot" } }),
    path: "servers.s1.ssh.user",
    rule: "malformed",
    found: '"root; reboot"',
  },
  { raw: withServer({ ssh: { host: "-oProxyCommand=x" } }), path: "servers.s1.ssh.host", rule: "malformed" },
  {
    raw: withServer({ ssh: { port: 70000 } }),
    path: "servers.s1.ssh.port",
    rule: "out-of-range",
    allowed: "1 to 65535",
  },
  {
    raw: { servers: { "k1;reboot": server } },
    path: 'servers["k1;reboot"]',
    rule: "bad-name",
    found: '"k1;reboot"',
    allowed: "letters, digits and hyphens, at most 63, e.g. orderer0",
  },
  {
    raw: { servers: {}, tier: "prodution" },
    path: "tier",
    rule: "not-allowed",
    message: 'not allowed: did you mean "production"?',
    allowed: '"trial", "economy", "production"',
  },
  { raw: { servers: [] }, path: "servers", rule: "wrong-type", found: "[]", allowed: "a map by name" },
  { raw: { servers: {}, corda: {} }, path: "corda", rule: "unknown-key" },
])("a mistake is named with path, value, what is allowed and the remedy: %j", ({ raw, ...expected }) => {
  const { findings } = load(raw);
  expect(findings).toContainEqual(expect.objectContaining({ severity: "error", ...expected }));
});

test("a number that should be a text is to be put in quotes", () => {
  const { findings } = load({ servers: {}, fabric: { version: 2.5 } });
  expect(findings).toContainEqual(
    expect.objectContaining({ path: "fabric.version", found: "2.5", remedy: 'put it in quotes: "2.5"' }),
  );
});

test("a password is never shown, not even when it is of the wrong type", () => {
  const credentials = { address: "registry.example.com", username: "reader", password: 271828 };
  const { findings } = load({ servers: {}, images: { credentials } });
  expect(findings.map(({ path }) => path)).toEqual(["images.credentials.password"]);
  expect(JSON.stringify(findings)).not.toContain("271828");
});

test.each([
  { images: { credentials: "reader:271828" }, path: "images.credentials" },
  { images: { credentials: ["271828"] }, path: "images.credentials" },
  { images: ["271828"], path: "images" },
])("nor when it stands where the map around it belongs: $path", ({ images, path }) => {
  const { findings } = load({ servers: {}, images });
  expect(findings.map((one) => [one.path, one.found])).toEqual([[path, "(not shown)"]]);
  expect(JSON.stringify(findings)).not.toContain("271828");
});

test("what is wrong is replaced, so that the rest can be judged, and told", () => {
  const { settings, assumed } = load({ servers: { s1: { ...server, cpus: "many" } }, tier: "huge" });
  expect(assumed).toEqual([["tier"], ["servers", "s1", "cpus"]]);
  expect(settings?.servers.s1?.memory).toBe(17_179_869_184);
});

test.each([
  { raw: { servers: "x", fabric: "y", images: 3, tier: {} } },
  { raw: { servers: null, fabric: null } },
])("whatever is written, loading answers with findings: %j", ({ raw }) => {
  expect(load(raw).findings.length).toBeGreaterThan(0);
});

test("an error that is thrown lists every finding with its remedy", () => {
  const { findings } = load(withServer({ hostKey: undefined, cpus: 0 }));
  expect(() => throwOnErrors("prod", findings)).toThrow(ConfigurationError);
  expect(() => throwOnErrors("prod", findings)).toThrow(
    /the configuration of prod has 2 errors, 0 warnings\n\nerror servers\.s1\.cpus: .*\n[\s\S]*error servers\.s1\.hostKey: missing/,
  );
});

test("warnings alone do not throw", () => {
  const warning = { path: "a", rule: "b", severity: "warning", message: "c", remedy: "d" } as const;
  expect(() => throwOnErrors("prod", [warning])).not.toThrow();
});
