import { setTimeout as pause } from "node:timers/promises";
import { healFaults, makeFault } from "../../lab/faults/index.js";
import type { StartReport } from "../../ops/start.js";
import { onHost } from "../../test/e2e/support/hosts.js";
import type { StatusReport } from "../../topology/status/report.js";
import type { Bed } from "../bed.js";
import type { Trial } from "../trial.js";
import { underLoad } from "../under-load.js";

const name = "disk-full";
/** A broker and one of Org5's peers; the only host with a disk of its own. */
const host = "s4";
/** How long the disk stays full under load. */
const fullSeconds = 60;

export const diskFull: Trial = {
  name,
  title: "the disk of a broker's and a peer's host is full for a minute under load",
  holds:
    "status reports the host, nothing is lost; when freed, ./consortium start brings back what Docker gave up on, the rest comes by itself, and a re-run has nothing to do",
  starts: "network",
  hosts: "four",
  async run(stage) {
    const { bed, findings } = stage;
    await underLoad(name, stage, async (load) => {
      await makeFault(bed.lab, "disk-full", [host], {});
      const begun = Date.now();
      const { code, report } = await statusOf(bed);
      findings.expect(code === 1, `status: exit status ${code}`);
      const disk = report.disks.find((one) => one.server === host && one.level === "bad");
      findings.expect(disk !== undefined, `status does not report the disk of ${host}`);
      const said = report.findings.find(({ level, subject }) => level === "bad" && subject.includes(host));
      findings.note(
        `status says after ${((Date.now() - begun) / 1000).toFixed(0)} s: ${said?.subject ?? "-"}: ${said?.says ?? "-"}`,
      );
      await pause(Math.max(0, fullSeconds * 1000 - (Date.now() - begun)));
      const stopped = (await onHost(host, "docker ps -a --format '{{.Names}} {{.Status}}'"))
        .split("\n")
        .filter((line) => /Restarting|Exited|unhealthy|Up \d+ seconds/.test(line));
      findings.note(`containers hit by it: ${stopped.join("; ") || "none"}`);
      await load.commits(1, 120);
      await healFaults(bed.lab, [host]);
      // Docker does not try again once it could not write a container's own files.
      const { started } = await bed.stack.consortium<StartReport>("start");
      findings.note(
        `./consortium start started: ${started.map((one) => one.service).join(", ") || "nothing"}`,
      );
      findings.note(`whole ${(await bed.whole()).toFixed(0)} s after the disk was freed`);
      const after = await statusOf(bed);
      findings.expect(after.code === 0, `status afterwards: ${JSON.stringify(after.report.findings)}`);
    });
    findings.rerun(await bed.rerun());
  },
};

async function statusOf(bed: Bed): Promise<{ readonly code: number; readonly report: StatusReport }> {
  const { code, stdout, stderr } = await bed.stack.ask("status");
  if (code === 2) throw new Error(`status could not be asked: ${stderr}`);
  return { code, report: JSON.parse(stdout) as StatusReport };
}
