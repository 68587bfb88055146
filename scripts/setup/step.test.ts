import { expect, test } from "vitest";
import { groupsOf, parseGroups, type Step, selectSteps } from "./step.js";

const step = (id: string, group: Step["group"], ...needs: string[]): Step => ({
  id,
  title: id,
  group,
  needs,
  run: async () => ({ outcome: "found" }),
});

const all = [
  step("packages", "any"),
  step("engine", "engine"),
  step("pulumi", "tools"),
  step("plugins", "plugins", "pulumi"),
  step("fabric", "tools"),
  step("images", "images", "fabric"),
  step("host-image", "images", "engine"),
];

test("without --only every group is wanted", () => {
  expect(parseGroups(undefined)).toEqual(["tools", "plugins", "engine", "images"]);
});

test("groups come in their own order, each once, blanks ignored", () => {
  expect(parseGroups("images, tools,images")).toEqual(["tools", "images"]);
});

test("an unknown group is refused with the choice", () => {
  expect(() => parseGroups("tools,docker")).toThrow(
    "--only docker: choose from tools, plugins, engine, images",
  );
});

test.each([
  { only: "plugins", ids: ["packages", "pulumi", "plugins"] },
  { only: "engine", ids: ["packages", "engine"] },
  { only: "images", ids: ["packages", "engine", "fabric", "images", "host-image"] },
])("--only $only runs $ids: what is needed comes along, in order", ({ only, ids }) => {
  expect(selectSteps(all, parseGroups(only)).map(({ id }) => id)).toEqual(ids);
});

test("the groups of a selection name those of needed steps too", () => {
  expect(groupsOf(selectSteps(all, ["images"]))).toEqual(["tools", "engine", "images"]);
});
