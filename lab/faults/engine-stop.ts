import { inside } from "../docker.js";
import { waitReady } from "../hosts.js";
import { containerOf } from "../lab.js";
import type { Fault } from "./fault.js";

const stop = `
touch /run/lab/dockerd.off
[ -s /run/docker.pid ] || exit 0
kill -TERM "$(cat /run/docker.pid)"
for _ in $(seq 1 200); do [ -s /run/docker.pid ] || exit 0; sleep 0.1; done
exit 1`;

/** The host's Docker engine is stopped with its containers and stays so until healed or rebooted. */
export const engineStop: Fault = {
  name: "engine-stop",
  summary: "stop the hosts' Docker engine",
  async apply(lab, hosts) {
    await Promise.all(hosts.map((host) => inside(containerOf(lab, host), stop)));
  },
  async heal(lab, host) {
    await inside(containerOf(lab, host), "rm -f /run/lab/dockerd.off");
    await waitReady(lab, host);
  },
};
