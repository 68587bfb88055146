import { expect, test } from "vitest";
import { checkCommand, lastFailure } from "./container.js";

test.each([
  { checks: [], shows: undefined },
  {
    checks: [
      { ExitCode: 1, Output: "refused" },
      { ExitCode: 0, Output: "ok" },
    ],
    shows: undefined,
  },
  {
    checks: [
      { ExitCode: 0, Output: "ok" },
      { ExitCode: 7, Output: "" },
    ],
    shows: "exit status 7",
  },
  {
    checks: [{ ExitCode: 1, Output: "nc: invalid option -- 'z'\nBusyBox\n\nUsage: nc\n\t-l\tListen\n" }],
    shows: "nc: invalid option -- 'z'\nBusyBox\n",
  },
])("of a health check the last failure is shown, its first lines: $shows", ({ checks, shows }) => {
  expect(lastFailure(checks)).toBe(shows);
});

test.each([
  { Test: undefined, command: undefined },
  { Test: [], command: undefined },
  { Test: ["NONE"], command: undefined },
  { Test: ["CMD", "mysqladmin", "ping"], command: ["mysqladmin", "ping"] },
  { Test: ["CMD-SHELL", "nc a b || exit 1"], command: ["/bin/sh", "-c", "nc a b || exit 1"] },
  { Test: ["CMD-SHELL", "true"], Shell: ["/bin/bash", "-ec"], command: ["/bin/bash", "-ec", "true"] },
])("a health check $Test is run as $command", ({ Test, Shell, command }) => {
  const config = {
    Labels: null,
    ...(Test ? { Healthcheck: { Test } } : {}),
    ...(Shell ? { Shell } : {}),
  };
  expect(checkCommand(config)).toEqual(command);
});
