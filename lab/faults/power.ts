import { inParallel } from "../../hosts/in-parallel.js";
import { docker, tryDocker } from "../docker.js";
import { waitReady } from "../hosts.js";
import { containerOf } from "../lab.js";
import type { Fault } from "./fault.js";

/** All at once: the order of a list must not soften a fault. */
const atOnce = <T>(hosts: readonly string[], work: (host: string) => Promise<T>) =>
  inParallel(Math.max(1, hosts.length), hosts, work);

/** Shut down in order and left off. */
export const stop: Fault = {
  name: "stop",
  summary: "shut hosts down and leave them off",
  async apply(lab, hosts) {
    await atOnce(hosts, (host) => docker(["stop", containerOf(lab, host)]));
  },
  async heal(lab, host) {
    const state = await tryDocker(["inspect", "--format={{.State.Running}}", containerOf(lab, host)]);
    if (state.stdout.trim() !== "false") return;
    await docker(["start", containerOf(lab, host)]);
    await waitReady(lab, host);
  },
};

/** Shut down in order and started again, all hosts at the same time. */
export const reboot: Fault = {
  name: "reboot",
  summary: "restart hosts in order, all at the same time",
  async apply(lab, hosts) {
    await atOnce(hosts, (host) => docker(["restart", containerOf(lab, host)]));
    await inParallel(4, hosts, (host) => waitReady(lab, host, 180));
  },
};

/** Every process of the hosts killed at the same time, then power again. */
export const powerCut: Fault = {
  name: "power-cut",
  summary: "kill everything on hosts at the same time, then start them",
  async apply(lab, hosts) {
    await atOnce(hosts, (host) => docker(["kill", containerOf(lab, host)]));
    await atOnce(hosts, (host) => docker(["start", containerOf(lab, host)]));
    await inParallel(4, hosts, (host) => waitReady(lab, host, 180));
  },
};
