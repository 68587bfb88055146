import { expect, test } from "vitest";
import { countOutcomes, longestGap, type Outcome, type Transaction } from "./record.js";

const transaction = (client: string, ended: number, outcome: Outcome = "committed"): Transaction => ({
  client,
  account: `${client}-${ended}`,
  amount: 1,
  begun: ended - 100,
  ended,
  outcome,
});

test.each([
  {
    title: "is the worst client's, though the other one went on",
    transactions: [transaction("Org1", 2_000), transaction("Org1", 9_000), transaction("Org5", 5_000)],
    gap: 7_000,
  },
  {
    title: "counts the time before the first commit",
    transactions: [transaction("Org1", 6_500), transaction("Org1", 8_000)],
    gap: 6_500,
  },
  {
    title: "counts the time after the last commit",
    transactions: [transaction("Org1", 1_000), transaction("Org1", 2_500)],
    gap: 7_500,
  },
  {
    title: "is not ended by a transaction that was refused, invalid or lost sight of",
    transactions: [
      transaction("Org1", 1_000),
      transaction("Org1", 3_000, "refused"),
      transaction("Org1", 5_000, "invalid"),
      transaction("Org1", 6_000, "unknown"),
      transaction("Org1", 9_500),
    ],
    gap: 8_500,
  },
  {
    title: "is the whole time for a client without a commit",
    transactions: [transaction("Org1", 5_000), transaction("Org5", 5_000, "refused")],
    gap: 10_000,
  },
  { title: "is the whole time without any transaction", transactions: [], gap: 10_000 },
])("the longest gap $title", ({ transactions, gap }) => {
  expect(longestGap({ begun: 0, ended: 10_000, transactions })).toBe(gap);
});

test("every outcome is counted, those that did not happen too", () => {
  const transactions = [
    transaction("Org1", 1),
    transaction("Org5", 2),
    transaction("Org5", 3, "unknown"),
    transaction("Org5", 4, "refused"),
  ];
  expect(countOutcomes(transactions)).toEqual({ committed: 2, invalid: 0, refused: 1, unknown: 1 });
});
