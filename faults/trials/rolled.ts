import type { RestartReport } from "../../ops/restart.js";
import { changed, type Seen } from "../../test/e2e/support/hosts.js";
import type { Configuration } from "../../test/e2e/support/stack.js";
import { summaryText } from "../bed.js";
import type { Trial } from "../trial.js";
import { underLoad } from "../under-load.js";

/** A change of configuration that replaces the containers of one role and no other. */
function rolled(name: string, role: string, words: string, edit: (config: Configuration) => void): Trial {
  return {
    name,
    title: `a change of configuration replaces all ${words} under load`,
    holds: "nothing is lost, one is replaced after the other, and the next run has nothing to do",
    starts: "network",
    hosts: "thirteen",
    async run(stage) {
      const { bed, findings } = stage;
      const members = (await bed.plan()).services.filter((one) => one.role === role).map((one) => one.name);
      const before = await bed.containers();
      findings.note(`first made side by side: ${creations(before, members)}`);
      await underLoad(name, stage, async () => {
        await bed.configure(edit);
        const begun = Date.now();
        const { text } = await bed.up();
        const after = await bed.containers();
        findings.note(`replaced one after the other: ${creations(after, members)}`);
        findings.note(`the whole run took ${Math.round((Date.now() - begun) / 1000)} s`);
        findings.rerun(`${summaryText(text)}; made anew: ${changed(before, after).join(", ") || "none"}`);
        findings.expect(
          changed(before, after).join() === members.toSorted().join(),
          `replaced: ${changed(before, after).join(", ") || "none"}`,
        );
        await bed.whole();
        await bed.up("--expect-no-changes");
      });
      await bed.configure();
      await bed.up();
    },
  };
}

export const brokersRolled: Trial = rolled("brokers-rolled", "kafka", "brokers", (config) => {
  config["consortium:fabric"].ordering.kafkaProperties = { "num.io.threads": 4 };
});

export const orderersRolled: Trial = rolled("orderers-rolled", "orderer", "orderers", (config) => {
  const { orderers } = config["consortium:fabric"].ordering;
  // The stack's file places them by the short form, which is a server's name.
  for (const [name, server] of Object.entries(orderers))
    orderers[name] = { server, logLevel: "gossip=warn:info" };
});

export const restartedByVerb: Trial = {
  name: "restarted-by-verb",
  title: "`./consortium restart` of every service under load",
  holds: "nothing is lost, the leader of each quorum comes last, and a run has nothing to do",
  starts: "network",
  hosts: "thirteen",
  async run(stage) {
    const { bed, findings } = stage;
    await underLoad("restarted-by-verb", stage, async () => {
      const begun = Date.now();
      const { order, restarted } = await bed.stack.consortium<RestartReport>("restart", "*", "--yes");
      findings.note(
        `order: ${order.map(({ service, reason }) => `${service} (${reason})`).join(", ")}; ${Math.round((Date.now() - begun) / 1000)} s`,
      );
      findings.expect(
        restarted.length === order.length,
        `${restarted.length} of ${order.length} were restarted`,
      );
      for (const { service, quorum } of order.filter(({ reason }) => /leader|controller/.test(reason)))
        findings.expect(
          service === order.findLast((one) => one.quorum === quorum)?.service,
          `${service} leads ${quorum} and was not the last`,
        );
    });
    const { text } = await bed.up("--expect-no-changes");
    findings.rerun(summaryText(text));
  },
};

/** When containers were made, in seconds after the first of them, in that order. */
function creations(seen: Record<string, Seen>, names: readonly string[]): string {
  const times = names
    .flatMap((name) => {
      const { created } = seen[name] ?? {};
      return created === undefined ? [] : [{ name, created }];
    })
    .sort((one, other) => one.created - other.created);
  const first = times[0]?.created ?? 0;
  return times.map(({ name, created }) => `${name} +${((created - first) / 1000).toFixed(1)} s`).join(", ");
}
