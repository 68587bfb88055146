import { expect, test } from "vitest";
import { cgroupArguments, privilegeArguments } from "./privilege.js";

test("a machine with every capability runs privileged hosts", () => {
  expect(privilegeArguments("CapEff:\t000001ffffffffff\n")).toEqual(["--privileged"]);
});

test("where CAP_SYS_RESOURCE is missing all others are named", () => {
  const given = privilegeArguments("Name:\tnode\nCapEff:\t000001fffeffffff\nCapBnd:\t000001fffeffffff\n");
  expect(given.slice(0, 2)).toEqual(["--cap-add=ALL", "--cap-drop=SYS_RESOURCE"]);
});

test("version 1 control groups are shared with the machine, version 2 are private", () => {
  expect(cgroupArguments(1)).toEqual(["--volume=/sys/fs/cgroup:/sys/fs/cgroup:rw"]);
  expect(cgroupArguments(2)).toEqual(["--cgroupns=private"]);
});
