import type { DriftReport } from "../../ops/drift.js";
import { changed, onHost } from "../../test/e2e/support/hosts.js";
import { summaryText } from "../bed.js";
import type { Trial } from "../trial.js";
import { underLoad } from "../under-load.js";

const name = "container-removed";
const services = ["kafka3", "bar.org5.example.com"];

export const containerRemoved: Trial = {
  name,
  title: "the containers of a broker and of a peer are removed by hand under load",
  holds: "drift names them; up --refresh makes those two anew, with their data: no join, no install",
  starts: "network",
  hosts: "four",
  async run(stage) {
    const { bed, findings } = stage;
    await underLoad(name, stage, async (load) => {
      const before = await bed.containers();
      const removed = await Promise.all(services.map((service) => bed.service(service)));
      for (const { server, container } of removed)
        await onHost(server, `docker rm -f ${container} >/dev/null`);
      const { code, stdout, stderr } = await bed.stack.ask("drift");
      findings.expect(code === 1, `drift: exit status ${code} ${stderr.slice(-400)}`);
      if (code !== 2) {
        const { drift } = JSON.parse(stdout) as DriftReport;
        for (const { container } of removed)
          findings.expect(
            drift.some((one) => one.kind === "container" && one.name === container),
            `drift does not name ${container}`,
          );
        const told = drift.map(
          ({ server, kind, name: what, found }) => `${server} ${kind} ${what}: ${found}`,
        );
        findings.note(`drift says: ${told.join("; ")}`);
      }
      await load.commits(1, 120);
      const { text } = await bed.up("--refresh");
      const made = changed(before, await bed.containers());
      findings.expect(made.join() === services.toSorted().join(), `made anew: ${made.join(", ")}`);
      findings.expect(
        !/mychannel-(join|channel|mycc-install)\S* (creating|updating)/.test(text),
        "a peer was joined or a chaincode installed again",
      );
      findings.rerun(`${summaryText(text)}; made anew: ${made.join(", ")}`);
      await bed.whole();
      const after = await bed.stack.ask("drift");
      findings.expect(after.code === 0, `drift afterwards: ${after.stdout.slice(0, 800)}`);
    });
    await bed.up("--expect-no-changes");
  },
};
