import { expect, test } from "vitest";
import { fabricWith, pathsOf } from "../../rules/testing/stack.js";
import { channelName, channelOrganizations } from "./channel-organizations.js";

test.each([
  { organizations: ["Org1", "Org5"], paths: [] },
  { organizations: ["Org1"], paths: [] },
  { organizations: ["Org1", "Org2"], paths: ["channels.mychannel.organizations[1]"] },
  { organizations: ["Org1", "Org1"], paths: ["channels.mychannel.organizations[1]"] },
  { organizations: ["OrdererOrg", "Org1"], paths: ["channels.mychannel.organizations[0]"] },
])("a channel of $organizations: $paths", ({ organizations, paths }) => {
  const fabric = fabricWith({ "fabric.channels.mychannel.organizations": organizations });
  expect(pathsOf(channelOrganizations, fabric)).toEqual(paths);
});

test.each([
  { systemChannel: "system-channel", paths: [] },
  { systemChannel: "mychannel", paths: ["channels.mychannel"] },
])("mychannel beside the system channel $systemChannel: $paths", ({ systemChannel, paths }) => {
  const fabric = fabricWith({ "fabric.ordering.systemChannel": systemChannel });
  expect(pathsOf(channelName, fabric)).toEqual(paths);
});
