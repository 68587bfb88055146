import { expect, test } from "vitest";
import { readSignatureEnvelope, signatureEnvelope } from "./policies.js";
import { parseSignaturePolicy } from "./policy-text.js";

test.each([
  { text: "OR('Org1MSP.peer','Org5MSP.peer')", tree: { outOf: 1, of: ["Org1MSP.peer", "Org5MSP.peer"] } },
  { text: `and ( "A-1.member" , 'B.x.admin' )`, tree: { outOf: 2, of: ["A-1.member", "B.x.admin"] } },
  {
    text: "OutOf(2, 'A.client', 'B.orderer', 'C.peer')",
    tree: { outOf: 2, of: ["A.client", "B.orderer", "C.peer"] },
  },
  {
    text: "OR('A.peer', AND('B.peer', 'C.peer'))",
    tree: { outOf: 1, of: ["A.peer", { outOf: 2, of: ["B.peer", "C.peer"] }] },
  },
])("$text is read, stored and read back", ({ text, tree }) => {
  expect(parseSignaturePolicy(text)).toEqual(tree);
  expect(readSignatureEnvelope(signatureEnvelope(parseSignaturePolicy(text)))).toEqual(tree);
});

test.each([
  { text: "'Org1MSP.peer'", wrong: "expected AND(, OR( or OutOf(" },
  {
    text: "OR('Org1MSP.boss')",
    wrong: `"Org1MSP.boss" is not MSPID.role (member, admin, client, peer, orderer)`,
  },
  { text: "OR('Org1MSP.peer'", wrong: "it ends too early" },
  { text: "OR()", wrong: "expected a quoted principal or a gate" },
  { text: "XOR('A.peer')", wrong: "unknown gate xor; use AND, OR or OutOf" },
  { text: "OutOf('A.peer')", wrong: "OutOf takes a number first" },
  { text: "OutOf(3, 'A.peer', 'B.peer')", wrong: "3 of 2 can never sign" },
  { text: "OR('A.peer') x", wrong: "unexpected text after the end" },
  { text: "OR('A.peer' 'B.peer')", wrong: "expected , or )" },
])("$text is refused: $wrong", ({ text, wrong }) => {
  expect(() => parseSignaturePolicy(text)).toThrow(wrong);
});

test("principals are numbered as Fabric's parser does it: those of inner gates first", () => {
  const envelope = signatureEnvelope(parseSignaturePolicy("OR('A.peer', AND('B.peer', 'C.peer'))"));
  const [first, second] = envelope.getRule()?.getNOutOf()?.getRulesList() ?? [];
  expect(first?.getSignedBy()).toBe(2);
  expect(
    second
      ?.getNOutOf()
      ?.getRulesList()
      .map((rule) => rule.getSignedBy()),
  ).toEqual([0, 1]);
});
