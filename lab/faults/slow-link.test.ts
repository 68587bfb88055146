import { expect, test } from "vitest";
import { slowLinkCommand } from "./slow-link.js";

test.each([
  { options: {}, command: "tc qdisc replace dev eth0 root tbf rate 1mbit burst 32kb latency 400ms" },
  {
    options: { rate: "2.5mbit" },
    command: "tc qdisc replace dev eth0 root tbf rate 2.5mbit burst 32kb latency 400ms",
  },
  { options: { delay: "100ms" }, command: "tc qdisc replace dev eth0 root netem delay 100ms" },
  {
    options: { delay: "50ms", rate: "10mbit" },
    command: "tc qdisc replace dev eth0 root netem delay 50ms rate 10mbit",
  },
])("$options is: $command", ({ options, command }) => {
  expect(slowLinkCommand(options)).toBe(command);
});

test("a setting that is more than a number and a unit is refused", () => {
  expect(() => slowLinkCommand({ rate: "1mbit; reboot" })).toThrow("give e.g. 1mbit or 100ms");
});
