import { describe, expect, test } from "vitest";
import { isComplete, type Measured, ofCompleteRounds, operationsOf, roundsOf } from "./schedule.js";

describe("what is measured", () => {
  test("ours on every size, the rolling change where brokers stand on several servers", () => {
    expect(operationsOf("consortium", 4)).toEqual([
      "first up",
      "preview",
      "second run",
      "change of one peer",
      "rolling change of all brokers",
      "destroy",
    ]);
    expect(operationsOf("consortium", 1)).toEqual([
      "first up",
      "preview",
      "second run",
      "change of one peer",
      "destroy",
    ]);
  });

  test("the others at 13 servers, a second run where the contender can be run again", () => {
    expect(operationsOf("ansible", 13)).toEqual(["first up", "second run", "destroy"]);
    expect(operationsOf("pyinfra", 13)).toEqual(["first up", "second run", "destroy"]);
    expect(operationsOf("shell", 13)).toEqual(["first up", "destroy"]);
    expect(operationsOf("shell", 4)).toEqual([]);
  });

  test("contenders take turns within a size", () => {
    const rounds = roundsOf({ servers: [4, 13], contenders: ["consortium", "shell"], runs: 2 });
    expect(rounds.map(({ servers, run, contender }) => `${servers} ${run} ${contender}`)).toEqual([
      "4 1 consortium",
      "4 2 consortium",
      "13 1 consortium",
      "13 1 shell",
      "13 2 consortium",
      "13 2 shell",
    ]);
  });
});

describe("after an interruption", () => {
  const measured: Measured[] = [
    { servers: 13, run: 1, contender: "shell", operation: "first up" },
    { servers: 13, run: 1, contender: "shell", operation: "destroy" },
    { servers: 13, run: 2, contender: "shell", operation: "first up" },
  ];

  test("a round is complete when each of its operations was measured", () => {
    expect(isComplete({ servers: 13, run: 1, contender: "shell" }, measured)).toBe(true);
    expect(isComplete({ servers: 13, run: 2, contender: "shell" }, measured)).toBe(false);
    expect(isComplete({ servers: 13, run: 1, contender: "pyinfra" }, measured)).toBe(false);
  });

  test("a round that was cut off is measured anew as a whole", () => {
    expect(ofCompleteRounds(measured)).toEqual(measured.slice(0, 2));
  });
});
