import { expect, test } from "vitest";
import { beginning } from "./cut-run.js";

test.each([
  {
    line: " +  docker:index:Container kafka1 creating (0s) ",
    resource: "docker:index:Container kafka1",
  },
  {
    line: " +  command:local:Command preflight creating (0s) ",
    resource: "command:local:Command preflight",
  },
  { line: " +  docker:index:Container kafka1 created (3s) ", resource: undefined },
  { line: " +  tls:index:PrivateKey Org1-ca-key creating (0s) ", resource: undefined },
  { line: " +- docker:index:Container kafka1 replacing (0s) ", resource: undefined },
])("a moment is the beginning of something on a server: $line", ({ line, resource }) => {
  expect(beginning(line)).toBe(resource);
});
