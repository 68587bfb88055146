import { expect, test } from "vitest";
import type { Operations } from "../../steps/fabric/specs.js";
import { afterTransfer, agreement, verificationOf, verificationText } from "./verify.js";

const options = { from: "A", to: "B", amount: 1, deadline: 60 };
const operations: Operations = {
  stack: "dev",
  image: "fabric-peer:2.5",
  orderers: { tlsCaCertificate: "", nodes: [] },
  organizations: [],
  channels: [
    { name: "mychannel", organizations: ["Org1"], chaincodes: [{ name: "mycc", sequence: 1 }] },
    { name: "empty", organizations: ["Org1"], chaincodes: [] },
  ],
};
const reading = (peer: string, a: string, b: string) => ({
  organization: "Org1",
  peer,
  height: 7,
  values: { A: a, B: b },
});

test("without options the first chaincode of the first channel is meant", () => {
  expect(verificationOf(operations, options)).toMatchObject({
    channel: "mychannel",
    chaincode: { name: "mycc" },
    accounts: ["A", "B"],
  });
});

test.each([
  { wrong: { channel: "none" }, says: "no channel none; the stack has: mychannel, empty" },
  { wrong: { chaincode: "none" }, says: "no chaincode none in mychannel; it has: mycc" },
  { wrong: { channel: "empty" }, says: "no chaincode  in empty; it has: none" },
])("$says", ({ wrong, says }) => {
  expect(() => verificationOf(operations, { ...options, ...wrong })).toThrow(says);
});

test("a transfer takes from the first account what it gives to the second", () => {
  expect(afterTransfer({ A: "10", B: "20" }, { from: "A", to: "B", amount: 3 })).toEqual({ A: "7", B: "23" });
});

test("accounts without numbers cannot be reckoned with", () => {
  expect(() => afterTransfer({ A: "ten", B: "20" }, options)).toThrow(`account A holds "ten", not a number`);
});

test.each([
  { readings: [reading("p", "9", "21"), reading("q", "9", "21")], expected: undefined, agree: true },
  { readings: [reading("p", "9", "21"), reading("q", "10", "20")], expected: undefined, agree: false },
  { readings: [reading("p", "9", "21")], expected: { A: "9", B: "21" }, agree: true },
  { readings: [reading("p", "10", "20")], expected: { A: "9", B: "21" }, agree: false },
  { readings: [], expected: undefined, agree: false },
])("readings $readings, expected $expected: agree $agree", ({ readings, expected, agree }) => {
  expect(agreement(readings, expected)).toBe(agree);
});

test("the report shows what was sent, what each peer has and the verdict", () => {
  expect(
    verificationText({
      stack: "dev",
      channel: "mychannel",
      chaincode: "mycc",
      transfer: { from: "A", to: "B", amount: 1 },
      expected: { A: "9", B: "21" },
      readings: [reading("peer0.org1.example.com", "9", "21"), reading("bar.org5.example.com", "10", "20")],
      agree: false,
    }),
  ).toBe(`mychannel / mycc of stack dev
sent 1 from A to B
ORGANISATION  PEER                    HEIGHT  A   B
Org1          peer0.org1.example.com  7       9   21
Org1          bar.org5.example.com    7       10  20
the peers do not agree, expected A=9 B=21. See on their servers: docker logs --tail 50 dev-<peer>
`);
});
