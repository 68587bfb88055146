import { setTimeout as pause } from "node:timers/promises";
import type { Trial } from "../trial.js";
import { underLoad } from "../under-load.js";

/** Seconds the load goes on between one member's return and the next one's end. */
const restSeconds = 5;

/** Every member of a role is killed, one after the other, each when the one before is back: so the leader is among them. */
function killed(name: string, role: string, words: string): Trial {
  return {
    name,
    title: `each ${words} is killed (SIGKILL) under load, one after the other`,
    holds: "nothing is lost, it comes back by itself, and a re-run has nothing to do",
    starts: "network",
    hosts: "four",
    async run(stage) {
      const { bed, findings } = stage;
      const victims = (await bed.plan()).services.filter((service) => service.role === role);
      await underLoad(name, stage, async (load) => {
        const back: string[] = [];
        for (const victim of victims) {
          await bed.kill(victim);
          await pause(1_000);
          back.push(`${victim.name} ${(1 + (await bed.whole())).toFixed(0)} s`);
          await load.commits(2, 120);
          await pause(restSeconds * 1_000);
        }
        findings.note(`whole again after: ${back.join(", ")}`);
      });
      findings.rerun(await bed.rerun());
    },
  };
}

export const brokerKilled: Trial = killed("broker-killed", "kafka", "broker");
export const zookeeperKilled: Trial = killed("zookeeper-killed", "zookeeper", "ZooKeeper server");
export const ordererKilled: Trial = killed("orderer-killed", "orderer", "orderer");
export const peerKilled: Trial = killed("peer-killed", "peer", "peer");
