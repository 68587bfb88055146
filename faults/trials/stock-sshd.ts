import { logins, newLogins, onHosts } from "../../test/e2e/support/hosts.js";
import { type Bed, summaryText } from "../bed.js";
import type { Trial } from "../trial.js";

const parallelism = "16";
/** What sshd logs when MaxStartups or MaxSessions turns somebody away. */
const dropped = "drop connection|MaxStartups|no more sessions|[Mm]aximum sessions";

export const stockSshd: Trial = {
  name: "stock-sshd",
  title: `stock sshd (MaxStartups 10:30:100, MaxSessions 10), 13 hosts, \`--parallel ${parallelism}\`: first up, refresh, destroy`,
  holds: "no connection is dropped",
  starts: "nothing",
  hosts: "thirteen",
  async run({ bed, findings }) {
    const limits = await onHosts(
      "sshd -T | grep -E '^(maxstartups|maxsessions) ' | sort | tr '\\n' ' '",
      bed.hosts,
    );
    const distinct = [...new Set(Object.values(limits).map((text) => text.trim()))];
    findings.expect(
      distinct.join() === "maxsessions 10 maxstartups 10:30:100",
      `not the stock limits: ${distinct.join("; ")}`,
    );
    const counted = async (what: string, work: () => Promise<string>) => {
      const before = await logins(bed.hosts);
      const begun = Date.now();
      const told = await work();
      const seconds = ((Date.now() - begun) / 1000).toFixed(0);
      const made = Object.values(newLogins(before, await logins(bed.hosts)));
      const all = made.reduce((sum, count) => sum + count, 0);
      findings.note(
        `${what}: ${told} in ${seconds} s, ${all} logins, at most ${Math.max(0, ...made)} a host, ${await drops(bed)} dropped so far`,
      );
    };
    const parallel = ["--parallel", parallelism];
    await counted("first up", async () => summaryText((await bed.up(...parallel)).text));
    await counted("up --refresh", async () => summaryText((await bed.up("--refresh", ...parallel)).text));
    await bed.stack.consortium("verify", "--write");
    await counted("destroy", async () => {
      await bed.destroy(...parallel);
      return "everything gone";
    });
    const all = await drops(bed);
    findings.expect(all === 0, `${all} connections dropped`);
  },
};

/** Lines of all hosts' sshd logs that tell of a dropped connection. */
async function drops(bed: Bed): Promise<number> {
  const found = await onHosts(`grep -cE '${dropped}' /var/log/sshd-auth.log || true`, bed.hosts);
  return Object.values(found).reduce((sum, count) => sum + Number(count.trim()), 0);
}
