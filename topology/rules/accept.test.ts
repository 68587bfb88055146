import { expect, test } from "vitest";
import type { Finding } from "../../config/findings.js";
import { checkAccepted, withoutAccepted } from "./accept.js";

const known = [
  { id: "kafka-plaintext", severity: "warning" },
  { id: "id-twice", severity: "error" },
] as const;

test.each([
  { accepted: [], messages: [] },
  { accepted: ["kafka-plaintext"], messages: [] },
  { accepted: ["id-twice"], messages: ["an error cannot be accepted"] },
  { accepted: ["kafka-plain"], messages: ["not the id of a warning"] },
])("accepting $accepted: $messages", ({ accepted, messages }) => {
  expect(checkAccepted(accepted, known).map(({ message }) => message)).toEqual(messages);
});

test("an accepted warning is not shown again, an error of the same id is", () => {
  const finding = (severity: Finding["severity"]): Finding => ({
    path: "fabric",
    rule: "kafka-plaintext",
    severity,
    message: "m",
    remedy: "r",
  });
  expect(withoutAccepted([finding("warning"), finding("error")], ["kafka-plaintext"])).toEqual([
    finding("error"),
  ]);
});
