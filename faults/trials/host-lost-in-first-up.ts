import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { healFaults, makeFault } from "../../lab/faults/index.js";
import { recordFolder, summaryText } from "../bed.js";
import { beginning } from "../cut-run.js";
import type { Trial } from "../trial.js";

const host = "s3";
/** The resource at whose beginning the host goes down: ZooKeeper stands, the brokers are being born. */
const moment = "docker:index:Container faults-kafka";

export const hostLostInFirstUp: Trial = {
  name: "host-lost-in-first-up",
  title: "a host goes down in the middle of a first up",
  holds: "the up ends with an error that names the host; with the host back a re-run completes the network",
  starts: "nothing",
  hosts: "four",
  async run({ bed, findings }) {
    await bed.nothing();
    let down: Promise<unknown> | undefined;
    const begun = Date.now();
    const child = bed.stack.start(
      ...["up", "--yes", "--skip-preview", "--non-interactive", "--stack", bed.stack.name],
    );
    let text = "";
    const read = (chunk: Buffer) => {
      text += chunk.toString();
      const there = chunk
        .toString()
        .split("\n")
        .some((line) => beginning(line)?.startsWith(moment));
      if (there) down ??= makeFault(bed.lab, "stop", [host], {});
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
    await down;
    findings.note(`the up ended ${((Date.now() - begun) / 1000).toFixed(0)} s after its beginning`);
    findings.expect(down !== undefined, "the moment did not come");
    findings.expect(code !== 0, "the up succeeded without the host");
    await writeFile(join(recordFolder, "host-lost-in-first-up.log"), text);
    const told = text.split("\n").find((line) => new RegExp(`\\b${host}\\b.*does not answer`).test(line));
    findings.expect(told !== undefined, `nothing says that ${host} does not answer`);
    findings.note(`it says: ${told?.trim().slice(0, 200) ?? "-"}`);
    await healFaults(bed.lab, [host]);
    const done = await bed.up("--refresh");
    findings.rerun(summaryText(done.text));
    await bed.whole();
    await bed.stack.consortium("verify", "--write");
    await bed.up("--expect-no-changes");
    findings.note("transfer read at all peers; a further up had nothing to do");
  },
};
