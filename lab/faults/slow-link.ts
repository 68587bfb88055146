import { inside } from "../docker.js";
import { containerOf } from "../lab.js";
import type { Fault, FaultOptions } from "./fault.js";

const word = /^[0-9]+(\.[0-9]+)?[a-z]{1,5}$/;

/** The tc command for a slow link; throws on settings tc would not understand. */
export function slowLinkCommand({ rate, delay }: FaultOptions): string {
  for (const setting of [rate, delay]) {
    if (setting !== undefined && !word.test(setting)) throw new Error(`${setting}: give e.g. 1mbit or 100ms`);
  }
  if (delay !== undefined) {
    return `tc qdisc replace dev eth0 root netem delay ${delay}${rate === undefined ? "" : ` rate ${rate}`}`;
  }
  return `tc qdisc replace dev eth0 root tbf rate ${rate ?? "1mbit"} burst 32kb latency 400ms`;
}

/** What leaves the hosts is slowed down: to a rate, or by a delay where this machine's kernel has netem. */
export const slowLink: Fault = {
  name: "slow-link",
  summary: "slow down what leaves hosts (--rate 1mbit, or --delay 100ms where the kernel has netem)",
  async apply(lab, hosts, options) {
    const command = slowLinkCommand(options);
    await Promise.all(
      hosts.map((host) =>
        inside(containerOf(lab, host), command).catch((error: unknown) => {
          if (options.delay === undefined) throw error;
          throw new Error("this machine's kernel has no netem (sch_netem): use --rate instead of --delay", {
            cause: error,
          });
        }),
      ),
    );
  },
  async heal(lab, host) {
    await inside(containerOf(lab, host), "tc qdisc del dev eth0 root 2> /dev/null || true");
  },
};
