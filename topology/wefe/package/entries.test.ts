import { describe, expect, test } from "vitest";
import { entriesBelow, entryAt, type FoundEntry, hasContent, judgeEntries } from "./entries.js";
import { packageOf } from "./testing/package.js";

const found = (path: string, rest: Partial<FoundEntry> = {}): FoundEntry => ({
  path,
  kind: "file",
  mode: 0o644,
  size: 0,
  sha256: "",
  target: "",
  ...rest,
});

describe("what would reach outside the folder it is unpacked in is refused by name", () => {
  test.each([
    { entry: found("/etc/passwd"), message: "is an absolute path" },
    { entry: found("a/../../b"), message: "leaves the package by `..`" },
    { entry: found(".."), message: "leaves the package by `..`" },
    { entry: found("a/../b"), message: "leaves the package by `..`" },
    { entry: found("dev/sda", { kind: "device" }), message: "is a device" },
    { entry: found("pipe", { kind: "fifo" }), message: "is a fifo" },
    { entry: found("sparse", { kind: "other" }), message: "is a special file" },
    { entry: found("su", { mode: 0o4755 }), message: "runs as another user (set-user-id or set-group-id)" },
    { entry: found("a\nb"), message: "has a name with control characters, or one that is not UTF-8" },
    { entry: found("a/l", { kind: "link", target: "/etc" }), message: "is a link that leaves the package" },
    {
      entry: found("a/l", { kind: "link", target: "../../etc" }),
      message: "is a link that leaves the package",
    },
    {
      entry: found("a/l", { kind: "link", target: "b/../../.." }),
      message: "is a link that leaves the package",
    },
  ])("$entry.path -> $entry.target: $message", ({ entry, message }) => {
    const { findings, entries } = judgeEntries([entry]);
    expect(findings).toMatchObject([{ rule: "package-file", severity: "error", message }]);
    expect(findings[0]?.path).toMatch(/^wefe\.package: /);
    expect(entries.size).toBe(0);
  });

  test("a path that stands twice", () => {
    expect(judgeEntries([found("a"), found("./a")]).findings).toMatchObject([
      { path: "wefe.package: ./a", message: "stands twice in the package" },
    ]);
  });

  test("a file below a link, which unpacking would follow", () => {
    const link = found("a", { kind: "link", target: "b" });
    expect(judgeEntries([found("b", { kind: "directory" }), link, found("a/x")]).findings).toMatchObject([
      { path: "wefe.package: a/x", message: "lies below something that is no folder", found: "a is a link" },
    ]);
  });
});

describe("the folder around the whole package is taken off", () => {
  test.each([
    { paths: ["wefe/docker-compose.yml", "wefe/mysql/docker-compose.yml"], root: "wefe" },
    { paths: ["./wefe/mysql/docker-compose.yml", "._wefe"], root: "wefe" },
    { paths: ["./docker-compose.yml", "./mysql/docker-compose.yml"], root: "" },
    { paths: ["mysql/docker-compose.yml"], root: "" },
    { paths: ["a/b/docker-compose.yml", "c"], root: "" },
  ])("$paths: $root", ({ paths, root }) => {
    const judged = judgeEntries(paths.map((path) => found(path)));
    expect(judged.root).toBe(root);
    expect([...judged.entries.keys()].every((path) => !path.startsWith("wefe"))).toBe(true);
  });
});

describe("links inside the package are followed", () => {
  const files = packageOf({
    "common/lib/a.jar": "a",
    "board/lib": { link: "../common/lib" },
    "board/a.jar": { link: "lib/a.jar" },
    "loop/a": { link: "b" },
    "loop/b": { link: "a" },
    "empty/.gitkeep": "",
    hollow: null,
  });

  test.each([
    { path: "board/a.jar", at: "common/lib/a.jar" },
    { path: "board/lib/a.jar", at: "common/lib/a.jar" },
    { path: "./board/../board/a.jar", at: "common/lib/a.jar" },
    { path: "loop/a", at: undefined },
    { path: "none", at: undefined },
  ])("$path", ({ path, at }) => {
    expect(entryAt(files, path)?.path).toBe(at);
  });

  test.each([
    { path: "board/lib", content: true },
    { path: "common", content: true },
    { path: "empty", content: false },
    { path: "hollow", content: false },
    { path: "none", content: false },
    { path: "commo", content: false },
    { path: "loop", content: false },
  ])("$path has content: $content", ({ path, content }) => {
    expect(hasContent(files, path)).toBe(content);
  });

  test.each([
    { path: "board", below: ["board/a.jar", "board/lib/a.jar"] },
    { path: "board/lib", below: ["board/lib/a.jar"] },
    { path: "board/lib/a.jar", below: ["board/lib/a.jar"] },
    { path: "commo", below: [] },
    { path: "loop", below: [] },
  ])("$path holds $below", ({ path, below }) => {
    const seen = entriesBelow(files, path).filter(({ kind }) => kind === "file");
    expect(seen.map((entry) => entry.path)).toEqual(below);
  });
});
