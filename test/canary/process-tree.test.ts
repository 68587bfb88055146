import { expect, test } from "vitest";
import { hostAbove } from "./process-tree.js";

// 1 init, 10 the host's first process, 11 its dockerd, 12 a service in a container of it, 20 a process beside the host.
const parents = new Map([
  [1, 0],
  [10, 1],
  [11, 10],
  [12, 11],
  [20, 1],
  [30, 31],
  [31, 30],
]);

test.each([
  { pid: 10, host: "k1" },
  { pid: 12, host: "k1" },
  { pid: 20, host: undefined },
  { pid: 1, host: undefined },
  { pid: 99, host: undefined },
  // A parent that ended between two readings may be another process by now.
  { pid: 30, host: undefined },
])("process $pid is on $host", ({ pid, host }) => {
  expect(hostAbove(pid, parents, new Map([[10, "k1"]]))).toBe(host);
});
