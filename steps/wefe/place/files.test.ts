import { expect, test } from "vitest";
import type { PackageEntry } from "../../../topology/wefe/package/types.js";
import { filesOf } from "./files.js";

const file = (path: string, mode = 0o644): PackageEntry => ({
  kind: "file",
  path,
  mode,
  size: 3,
  sha256: `sum of ${path}`,
});
const entries = new Map<string, PackageEntry>(
  [
    file("board/app.jar"),
    file("board/start.sh", 0o755),
    file("board/config/application.properties"),
    file("boarding/other"),
    { kind: "directory", path: "board/config", mode: 0o755 } as const,
    { kind: "link", path: "board/latest.jar", target: "app.jar" } as const,
  ].map((entry) => [entry.path, entry]),
);

test("a folder is placed with all below it, and nothing beside it", () => {
  expect(
    filesOf({ sources: ["board"], texts: [] }, { entries }, {}).map(({ path, mode }) => `${mode} ${path}`),
  ).toEqual([
    "0644 board/app.jar",
    "0644 board/config/application.properties",
    "0644 board/latest.jar",
    "0755 board/start.sh",
  ]);
});

test("a link is placed as what it points to", () => {
  const [link] = filesOf({ sources: ["board/latest.jar"], texts: [] }, { entries }, {});
  expect(link).toMatchObject({
    sha256: "sum of board/app.jar",
    content: { kind: "package", path: "board/app.jar" },
  });
});

test("a text of ours stands in the place of the package's", () => {
  const texts = [
    { path: "board/config/application.properties", mode: "0644", from: { text: "a=2\n" } },
  ] as const;
  const files = filesOf({ sources: ["board/config"], texts }, { entries }, {});
  expect(files).toEqual([
    {
      path: "board/config/application.properties",
      mode: "0644",
      sha256: "e7a7672885cd4dbbdbd668c4ce816c7e47e700d56fa73ac5cfdc9e33c99e09c7",
      size: 4,
      content: { kind: "text", text: "a=2\n" },
    },
  ]);
});

test("a secret comes from the step's secrets and is refused without them", () => {
  const texts = [{ path: "board/db.properties", mode: "0600", from: { secret: "db" } }] as const;
  expect(filesOf({ sources: [], texts }, { entries }, { texts: { db: "p" } })).toMatchObject([
    { mode: "0600", size: 1 },
  ]);
  expect(() => filesOf({ sources: [], texts }, { entries }, {})).toThrow(
    "board/db.properties: its content was not handed over",
  );
});

test("a source without a file is refused", () => {
  expect(() => filesOf({ sources: ["flow"], texts: [] }, { entries }, {})).toThrow(
    "the package has no file at flow",
  );
});

test("what a linked folder holds is placed below the link, wherever the link stands", () => {
  const linked = new Map(
    [
      ...entries.values(),
      file("common/lib/a.jar"),
      { kind: "link", path: "board/lib", target: "../common/lib" } as const,
      { kind: "link", path: "board/config/again", target: ".." } as const,
    ].map((entry) => [entry.path, entry] as const),
  );
  const placed = (...sources: string[]) =>
    filesOf({ sources, texts: [] }, { entries: linked }, {}).flatMap(({ path, content }) =>
      content.kind === "package" && path.includes("lib") ? [`${path} is ${content.path}`] : [],
    );
  const jar = "board/lib/a.jar is common/lib/a.jar";
  expect(placed("board/lib")).toEqual([jar]);
  expect(placed("board")).toEqual([jar]);
  expect(placed("board/lib/a.jar")).toEqual([jar]);
});
