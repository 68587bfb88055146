import { inside } from "../docker.js";
import { containerOf } from "../lab.js";
import type { Fault } from "./fault.js";

/**
 * SIGKILL to a program inside the host, past Docker: unlike `docker kill`, which counts as stopped by hand, the
 * restart policy then applies.
 */
export const kill: Fault = {
  name: "kill",
  summary: "SIGKILL every process called --process NAME inside hosts; restart policies apply",
  async apply(lab, hosts, { process: name }) {
    if (name === undefined || !/^[A-Za-z0-9._-]{1,15}$/.test(name)) {
      throw new Error("kill needs --process NAME, the program's name of at most 15 letters, e.g. java");
    }
    await Promise.all(
      hosts.map(async (host) => {
        const script = `pkill -KILL -x '${name}' || { echo 'no process ${name} on ${host}' >&2; exit 1; }`;
        await inside(containerOf(lab, host), script);
      }),
    );
  },
};
