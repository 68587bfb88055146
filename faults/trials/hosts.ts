import { setTimeout as pause } from "node:timers/promises";
import { healFaults, makeFault } from "../../lab/faults/index.js";
import type { Trial } from "../trial.js";
import { underLoad } from "../under-load.js";

/** A ZooKeeper server, a broker, an orderer and Org1's only peer. */
const fullHost = "s2";
const cutSeconds = 60;

export const hostCut: Trial = {
  name: "host-cut",
  title: `a host with a ZooKeeper server, a broker, an orderer and a peer is cut from the network for ${cutSeconds} s under load`,
  holds: "nothing is lost, the applications go on with the others, and a re-run has nothing to do",
  starts: "network",
  hosts: "four",
  async run(stage) {
    const { bed, findings } = stage;
    await underLoad("host-cut", stage, async (load) => {
      await makeFault(bed.lab, "network-cut", [fullHost], {});
      const begun = Date.now();
      await load.commits(2, cutSeconds).then(
        () => findings.note(`both applications committed again ${seconds(begun)} s after the cut`),
        () => findings.note("no commits while the host was cut off"),
      );
      await pause(Math.max(0, cutSeconds * 1000 - (Date.now() - begun)));
      await healFaults(bed.lab, [fullHost]);
      findings.note(`whole ${(await bed.whole()).toFixed(0)} s after the network was back`);
    });
    findings.rerun(await bed.rerun());
  },
};

function allHosts(name: string, fault: "reboot" | "power-cut", title: string): Trial {
  return {
    name,
    title: `${title} under load`,
    holds: "nothing is lost, everything comes back by itself, and a re-run has nothing to do",
    starts: "network",
    hosts: "four",
    async run(stage) {
      const { bed, findings } = stage;
      await underLoad(name, stage, async (load) => {
        const begun = Date.now();
        await makeFault(bed.lab, fault, bed.hosts, {});
        findings.note(`hosts take logins again after ${seconds(begun)} s`);
        await bed.whole();
        findings.note(`network whole after ${seconds(begun)} s`);
        await load.commits(1, 180);
        findings.note(`both applications committed again after ${seconds(begun)} s`);
      });
      findings.rerun(await bed.rerun());
    },
  };
}

export const hostsRestarted: Trial = allHosts(
  "all-hosts-restarted",
  "reboot",
  "all hosts are restarted at the same time",
);
export const hostsPowerCut: Trial = allHosts(
  "all-hosts-power-cut",
  "power-cut",
  "all hosts lose power at the same time",
);

function seconds(since: number): string {
  return ((Date.now() - since) / 1000).toFixed(0);
}
