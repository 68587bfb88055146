import { expect, test } from "vitest";
import { audit } from "./audit.js";
import type { Outcome, Transaction } from "./record.js";

const transaction = (account: string, outcome: Outcome): Transaction => ({
  client: "Org1",
  account,
  amount: 7,
  begun: 0,
  ended: 1,
  outcome,
});

const clean = { lost: [], differing: [], unexplained: [], unknownPresent: 0, unknownAbsent: 0 };

test.each([
  { title: "there is not", accounts: {} },
  { title: "has another amount", accounts: { a: "8" } },
])("a committed account that one peer $title is lost", ({ accounts }) => {
  const found = audit(
    [transaction("a", "committed")],
    [
      { peer: "peer0", accounts: { a: "7" } },
      { peer: "bar", accounts },
    ],
  );
  expect(found).toEqual({ ...clean, lost: [{ account: "a", peers: ["bar"] }] });
});

test("committed accounts that every peer holds are fine", () => {
  const accounts = { a: "7", b: "7" };
  const found = audit(
    [transaction("a", "committed"), transaction("b", "committed")],
    [
      { peer: "peer0", accounts },
      { peer: "bar", accounts },
    ],
  );
  expect(found).toEqual(clean);
});

test("unknown transactions are counted by what the ledgers say, and are no loss", () => {
  const found = audit(
    [transaction("there", "unknown"), transaction("not", "unknown"), transaction("neither", "unknown")],
    [
      { peer: "peer0", accounts: { there: "7" } },
      { peer: "bar", accounts: { there: "7" } },
    ],
  );
  expect(found).toEqual({ ...clean, unknownPresent: 1, unknownAbsent: 2 });
});

test("peers that differ on an unknown transaction are a finding", () => {
  const found = audit(
    [transaction("a", "unknown")],
    [
      { peer: "peer0", accounts: { a: "7" } },
      { peer: "bar", accounts: {} },
    ],
  );
  expect(found).toEqual({ ...clean, differing: ["a"] });
});

test("a transaction that was not endorsed or not valid must not be in a ledger", () => {
  const found = audit(
    [transaction("a", "refused"), transaction("b", "invalid"), transaction("c", "refused")],
    [{ peer: "peer0", accounts: { a: "7", b: "7" } }],
  );
  expect(found).toEqual({ ...clean, unexplained: ["a", "b"] });
});

test("an audit without a ledger is refused", () => {
  expect(() => audit([transaction("a", "committed")], [])).toThrow("no peer's ledger was read");
});
