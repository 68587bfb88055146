import { describe, expect, test } from "vitest";
import { about, fail, pass, warn } from "../steps/preflight/report.js";
import { isNoStack, jsonOf, preflightText, statusOf, withStackOfFile } from "./check.js";

const good = pass("clock", "right", "within 1 s of this machine");
const odd = warn("disk free", "20 GiB (10 %)", "15 % beside our data", "free space");
const bad = about(9092, fail("port", "taken by java", "free on 10.0.1.21 for kafka1 client", "stop it"));

test.each([
  { rows: [good], status: 0 },
  { rows: [good, odd], status: 0 },
  { rows: [good, odd, bad], status: 1 },
])("passes and warnings end well, a failure does not: $status", ({ rows, status }) => {
  expect(
    statusOf([
      { server: "k1", rows: [good] },
      { server: "k2", rows },
    ]),
  ).toBe(status);
});

test("people see every check of every server, the worst first, and how many there are", () => {
  const text = preflightText("prod", [
    { server: "k1", rows: [good, bad] },
    { server: "k2", rows: [good, odd] },
  ]);
  expect(text).toBe(`SERVER  RESULT  CHECK      FOUND          WANTED                               REMEDY
k1      fail    port 9092  taken by java  free on 10.0.1.21 for kafka1 client  stop it
k1      pass    clock      right          within 1 s of this machine
k2      warn    disk free  20 GiB (10 %)  15 % beside our data                 free space
k2      pass    clock      right          within 1 s of this machine

stack prod, 2 servers: 2 passed, 1 warning, 1 failed
`);
});

test("programs get the result of all, of each server, and every row with its subject", () => {
  const json: unknown = JSON.parse(
    jsonOf("prod", undefined, [
      { server: "k1", rows: [bad] },
      { server: "k2", rows: [good] },
    ]),
  );
  expect(json).toEqual({
    stack: "prod",
    network: null,
    result: "fail",
    servers: [
      {
        server: "k1",
        result: "fail",
        rows: [
          {
            check: "port",
            subject: "9092",
            verdict: "fail",
            found: "taken by java",
            wanted: "free on 10.0.1.21 for kafka1 client",
            remedy: "stop it",
          },
        ],
      },
      {
        server: "k2",
        result: "pass",
        rows: [
          {
            check: "clock",
            verdict: "pass",
            found: "right",
            wanted: "within 1 s of this machine",
            remedy: "",
          },
        ],
      },
    ],
  });
});

describe("which stack is meant", () => {
  test.each([
    { options: { file: "stacks/Pulumi.prod.yaml" }, stack: "prod" },
    { options: { file: "stacks/Pulumi.prod.yaml", stack: "other" }, stack: "other" },
    { options: { file: "network.yaml" }, stack: undefined },
    { options: {}, stack: undefined },
  ])("$options: $stack", ({ options, stack }) => {
    expect(withStackOfFile(options).stack).toBe(stack);
  });
});

test.each([
  { stderr: "error: no stack named 'prod' found", answer: true },
  {
    stderr: "error: PULUMI_ACCESS_TOKEN must be set for login during non-interactive CLI sessions",
    answer: false,
  },
  { stderr: "error: could not list bucket: permission denied", answer: false },
])("a stack that was not made yet is no failure of the state: $stderr: $answer", ({ stderr, answer }) => {
  expect(isNoStack(stderr)).toBe(answer);
});
