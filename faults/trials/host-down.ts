import { healFaults, makeFault } from "../../lab/faults/index.js";
import { changed } from "../../test/e2e/support/hosts.js";
import { summaryText } from "../bed.js";
import type { Trial } from "../trial.js";
import { underLoad } from "../under-load.js";

const name = "host-down";
/** Org5's peers run here and on s3; a broker too. */
const host = "s4";
const peers = ["bar.org5.example.com", "foo27.org5.example.com"];

export const hostDown: Trial = {
  name,
  title: "a host is down at up: a change of two peers, one of them on it",
  holds: "the error names the host, the other peer is not touched, service goes on; the re-run changes both",
  starts: "network",
  hosts: "four",
  async run(stage) {
    const { bed, findings } = stage;
    await underLoad(name, stage, async (load) => {
      const before = await bed.containers();
      await makeFault(bed.lab, "stop", [host], {});
      await bed.configure((config) => {
        const organization = config["consortium:fabric"].organizations.Org5;
        if (organization)
          organization.peers = {
            foo27: { server: "s3", logLevel: "warning" },
            bar: { server: host, logLevel: "warning" },
          };
      });
      const { code, stdout, stderr } = await bed.stack.pulumi(
        ...["up", "--yes", "--skip-preview", "--non-interactive", "--stack", bed.stack.name],
      );
      const text = stdout + stderr;
      findings.expect(code !== 0, "the up succeeded without the host");
      const told = text.split("\n").find((line) => /\bs4\b.*does not answer/.test(line));
      findings.expect(told !== undefined, `no line says that ${host} does not answer`);
      findings.note(`it says: ${told?.trim().replaceAll(/\s+/g, " ").slice(0, 240) ?? "-"}`);
      await load.commits(4, 180);
      await healFaults(bed.lab, [host]);
      const touched = changed(before, await bed.containers());
      findings.expect(touched.length === 0, `the refused up changed ${touched.join(", ")}`);
      const { text: after } = await bed.up();
      const made = changed(before, await bed.containers());
      findings.expect(made.join() === peers.join(), `the re-run made anew: ${made.join(", ")}`);
      findings.rerun(`${summaryText(after)}; made anew: ${made.join(", ")}`);
      await bed.whole();
    });
    await bed.configure();
    await bed.up();
  },
};
