import { expect, test } from "vitest";
import { fabricWith, pathsOf } from "../../rules/testing/stack.js";
import { stateDatabaseMixed } from "./state-database.js";

const couchdb = (...organizations: string[]) =>
  Object.fromEntries(organizations.map((name) => [`fabric.organizations.${name}.stateDatabase`, "couchdb"]));

test.each([
  { change: {}, paths: [] },
  { change: couchdb("Org1", "Org5"), paths: [] },
  { change: couchdb("Org5"), paths: ["channels.mychannel.organizations"] },
  { change: { ...couchdb("Org5"), "fabric.channels.mychannel.organizations": ["Org1"] }, paths: [] },
])("a channel's organisations have one kind of state database: %j", ({ change, paths }) => {
  expect(pathsOf(stateDatabaseMixed, fabricWith(change))).toEqual(paths);
});
