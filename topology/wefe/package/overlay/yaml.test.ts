import { describe, expect, test } from "vitest";
import { overlayYaml } from "./yaml.js";

const file = "wefe-visualfl-service/config/standalone.yaml";

/** In the shape of the open source template (VisualFL, deploy_tools). */
const text = `# one machine
machines:
  - ip: 127.0.0.1 # the host
    ssh_port: 22
    dir: "/data"
  - { ip: '127.0.0.1', dir: /data2 }
jobs: []
`;

test("a value of every item of a list is set, and nothing else", () => {
  expect(overlayYaml(file, text, [{ path: ["machines", "[]", "ip"], value: "10.0.0.7" }])).toEqual({
    text: text.replaceAll("127.0.0.1", "10.0.0.7"),
    changes: [
      { file, key: "machines[0].ip", from: "127.0.0.1", to: "10.0.0.7" },
      { file, key: "machines[1].ip", from: "127.0.0.1", to: "10.0.0.7" },
    ],
    findings: [],
  });
});

test.each([
  { path: ["machines", 0, "dir"], value: 'a"b', to: 'dir: "a\\"b"' },
  { path: ["machines", 1, "ip"], value: "it's", to: "ip: 'it''s'" },
  { path: ["machines", 0, "ssh_port"], value: 2222, to: "ssh_port: 2222\n" },
  { path: ["machines", 0, "ip"], value: "yes: no", to: 'ip: "yes: no" # the host' },
])("$value at $path", ({ path, value, to }) => {
  const result = overlayYaml(file, text, [{ path, value }]);
  expect(result.text).toContain(to);
  expect(result.changes).toHaveLength(1);
});

test.each([
  { written: "machines:\n  - ip:\n    dir: /a\n", to: "  - ip: 10.0.0.7\n    dir: /a\n" },
  { written: "machines:\n  - ip: # the host\n", to: "  - ip: 10.0.0.7 # the host\n" },
  { written: "machines: [{ip:}, {ip: , dir: /a}]\n", to: "[{ip: 10.0.0.7}, {ip: 10.0.0.7, dir: /a}]" },
  { written: "machines:\n  - ip: ~\n", to: "  - ip: 10.0.0.7\n" },
])("where nothing is written the value stands apart: $written", ({ written, to }) => {
  const result = overlayYaml(file, written, [{ path: ["machines", "[]", "ip"], value: "10.0.0.7" }]);
  expect(result.text).toContain(to);
  expect(result.changes[0]).toEqual({ file, key: "machines[0].ip", from: "", to: "10.0.0.7" });
});

test("what is there already is no change", () => {
  expect(overlayYaml(file, text, [{ path: ["machines", 0, "ssh_port"], value: 22 }])).toEqual({
    text,
    changes: [],
    findings: [],
  });
});

describe("what the file does not have", () => {
  test.each([
    { path: ["machine", "[]", "ip"], key: "machine[].ip" },
    { path: ["machines", 5, "ip"], key: "machines[5].ip" },
    { path: ["jobs", "[]", "ip"], key: "jobs[].ip" },
    { path: ["machines"], key: "machines" },
  ])("$key", ({ path, key }) => {
    expect(overlayYaml(file, text, [{ path, value: "x" }])).toMatchObject({
      text,
      changes: [],
      findings: [{ path: `wefe.package: ${file}:1 ${key}`, rule: "overlay-place" }],
    });
  });

  test("a file that is no YAML", () => {
    expect(overlayYaml(file, "a: [", [{ path: ["a"], value: 1 }])).toMatchObject({
      text: "a: [",
      findings: [{ message: "not valid YAML" }],
    });
  });
});
