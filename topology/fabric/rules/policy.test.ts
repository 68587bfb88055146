import { expect, test } from "vitest";
import { readPolicy } from "./policy.js";

test.each([
  { text: "'A.peer'", principals: [{ mspId: "A", role: "peer" }] },
  {
    text: "OR('Org1MSP.peer','Org5MSP.peer')",
    principals: [
      { mspId: "Org1MSP", role: "peer" },
      { mspId: "Org5MSP", role: "peer" },
    ],
  },
  {
    text: " AND( 'A.peer' , OR('B.x.member', 'C.admin') ) ",
    principals: [
      { mspId: "A", role: "peer" },
      { mspId: "B.x", role: "member" },
      { mspId: "C", role: "admin" },
    ],
  },
  {
    text: "OutOf(1, 'A.peer', 'B.peer')",
    principals: [
      { mspId: "A", role: "peer" },
      { mspId: "B", role: "peer" },
    ],
  },
])("$text names its signers", ({ text, principals }) => {
  expect(readPolicy(text)).toEqual({ ok: true, principals });
});

test.each([
  { text: "", problem: "it ends too early" },
  { text: "OR('A.peer'", problem: 'it ends where ")" should be' },
  { text: "OR('A.peer') x", problem: 'not understood from " x"' },
  { text: "OR('A.peer'))", problem: '")" after its end' },
  { text: "OR(A.peer)", problem: 'not understood from "A.peer)"' },
  { text: "'Apeer'", problem: "'Apeer' is not 'MSP.role'" },
  { text: "OutOf(3, 'A.peer', 'B.peer')", problem: "OutOf(3, …) of 2 can never be met" },
  { text: "OutOf(0, 'A.peer')", problem: "OutOf(0, …) of 1 can never be met" },
  { text: "OutOf('A.peer')", problem: "OutOf without a number" },
  { text: "OR()", problem: '")" where a term should be' },
])("$text is refused: $problem", ({ text, problem }) => {
  expect(readPolicy(text)).toEqual({ ok: false, problem });
});
