import { expect, test } from "vitest";
import { fabricWith, pathsOf } from "../../rules/testing/stack.js";
import { anchorMissing, anchorUnknown } from "./anchors.js";

test.each([
  { anchors: ["bar"], paths: [] },
  { anchors: ["foo27", "bar"], paths: [] },
  { anchors: ["peer0"], paths: ["organizations.Org5.anchors[0]"] },
  { anchors: ["bar", "bar"], paths: ["organizations.Org5.anchors[1]"] },
  { anchors: ["toString"], paths: ["organizations.Org5.anchors[0]"] },
])("Org5's peers foo27 and bar with anchors $anchors: $paths", ({ anchors, paths }) => {
  const fabric = fabricWith({ "fabric.organizations.Org5.anchors": anchors });
  expect(pathsOf(anchorUnknown, fabric)).toEqual(paths);
});

test.each([
  { change: {}, paths: [] },
  { change: { "fabric.organizations.Org5.anchors": [] }, paths: ["organizations.Org5.anchors"] },
  {
    change: { "fabric.organizations.Org5.anchors": [], "fabric.channels.mychannel.organizations": ["Org1"] },
    paths: [],
  },
])("an organisation that shares a channel has an anchor: %j", ({ change, paths }) => {
  expect(pathsOf(anchorMissing, fabricWith(change))).toEqual(paths);
});
