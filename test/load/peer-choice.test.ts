import { expect, test } from "vitest";
import { PeerChoice } from "./peer-choice.js";

test("the own organisation's peer is used as long as it answers, and again ten seconds after it failed", () => {
  const choice = new PeerChoice(["own", "other"]);
  expect(choice.at(0)).toBe("own");
  choice.failed("own", 1_000);
  expect(choice.at(1_000)).toBe("other");
  expect(choice.at(10_999)).toBe("other");
  expect(choice.at(11_000)).toBe("own");
});

test("when all have failed, the one that failed first is tried first", () => {
  const choice = new PeerChoice(["a", "b", "c"]);
  choice.failed("b", 1_000);
  choice.failed("c", 2_000);
  choice.failed("a", 3_000);
  expect(choice.at(3_000)).toBe("b");
});

test("an empty list is refused", () => {
  expect(() => new PeerChoice([])).toThrow("no peer to choose from");
});
