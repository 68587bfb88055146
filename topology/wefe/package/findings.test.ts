import { expect, test } from "vitest";
import { keyFinding } from "./findings.js";

test.each([
  { key: "services.mysql.environment.MYSQL_ROOT_PASSWORD", found: "$!wefe2020", shown: "***" },
  { key: "services.mysql.secrets", found: '{"root_password":"wefe2020"}', shown: '{"root_password":***}' },
  { key: "services.a.x", found: "mongodb://wefe:wefepass@h/", shown: "mongodb://wefe:***@h/" },
  { key: "services.a.ports[0]", found: "80/udp", shown: "80/udp" },
])("a finding at $key shows $found as $shown", ({ key, found, shown }) => {
  const finding = keyFinding("compose-value", { file: "a.yml", line: 1 }, key, {
    message: "cannot be had",
    found,
    remedy: "take it out",
  });
  expect(finding.found).toBe(shown);
});
