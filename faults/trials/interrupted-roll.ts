import { changed } from "../../test/e2e/support/hosts.js";
import { summaryText } from "../bed.js";
import { cutUp } from "../cut-run.js";
import type { Trial } from "../trial.js";
import { underLoad } from "../under-load.js";

const name = "interrupted-roll";
/** At the first of the brokers the roll has just begun, at the last it is nearly done: the second is in the middle. */
const moment = /Container faults-kafka2 (deleting|deleted original|replacing|creating)/;

export const interruptedRoll: Trial = {
  name,
  title: "Ctrl-C in the middle of a rolling change of all brokers under load",
  holds: "nothing is lost; the re-run does the rest, and no broker is replaced twice",
  starts: "network",
  hosts: "four",
  async run(stage) {
    const { bed, chance, findings } = stage;
    await underLoad(name, stage, async (load) => {
      const before = await bed.containers();
      await bed.configure((config) => {
        config["consortium:fabric"].ordering.kafkaProperties = { "num.io.threads": 4 };
      });
      const run = await cutUp(bed.stack, {
        how: "ctrl-c",
        delayMs: Math.floor(chance() * 2_000),
        when: (line) => moment.test(line),
      });
      findings.expect(run.at !== undefined, `the roll ended before Ctrl-C: ${run.text.slice(-800)}`);
      findings.note(
        `Ctrl-C at: ${run.at}; the run ended ${run.secondsToEnd?.toFixed(1)} s later, status ${run.code}`,
      );
      const between = await bed.containers();
      findings.note(`replaced before the end: ${changed(before, between).join(", ") || "none"}`);
      await load.commits(1, 120);
      const { text } = await bed.up("--refresh");
      const after = await bed.containers();
      findings.rerun(`${summaryText(text)}; made anew: ${changed(between, after).join(", ") || "none"}`);
      findings.expect(
        changed(before, after).join() === "kafka1,kafka2,kafka3,kafka4",
        `changed in all: ${changed(before, after).join(", ")}`,
      );
      const twice = changed(between, after).filter(
        (broker) => between[broker] !== undefined && changed(before, between).includes(broker),
      );
      findings.expect(twice.length === 0, `replaced twice: ${twice.join(", ")}`);
      await bed.whole();
      await bed.up("--expect-no-changes");
    });
    await bed.configure();
    await bed.up();
  },
};
