import { healFaults, makeFault } from "../../lab/faults/index.js";
import { changed, logins, newLogins } from "../../test/e2e/support/hosts.js";
import { summaryText } from "../bed.js";
import type { Stage, Trial } from "../trial.js";

/** Where Org1's peer runs: the server that the change would touch. */
const host = "s2";
const peer = "peer0.org1.example.com";

/**
 * A change of one peer while something is wrong with its server: refused with `message`, nothing changed; without the
 * fault the same change goes through.
 */
async function refused(
  { bed, findings }: Stage,
  make: () => Promise<unknown>,
  message: RegExp,
): Promise<{ readonly loggedIn: Readonly<Record<string, number>> }> {
  const before = await bed.containers();
  await bed.configure((config) => {
    const organization = config["consortium:fabric"].organizations.Org1;
    if (organization) organization.peers = { peer0: { server: host, logLevel: "warning" } };
  });
  await make();
  const countedBefore = await logins(bed.hosts);
  const begun = Date.now();
  const { code, stdout, stderr } = await bed.stack.pulumi(
    ...["up", "--yes", "--skip-preview", "--non-interactive", "--stack", bed.stack.name],
  );
  const text = stdout + stderr;
  findings.note(`refused after ${((Date.now() - begun) / 1000).toFixed(0)} s`);
  findings.expect(code !== 0, "the up was not refused");
  const told = text.split("\n").find((line) => message.test(line));
  findings.expect(told !== undefined, `no line says ${message}`);
  findings.note(`it says: ${told?.trim().replaceAll(/\s+/g, " ").slice(0, 240) ?? "-"}`);
  findings.expect(/Nothing was changed on any server/.test(text), "it does not say that nothing was changed");
  const touched = changed(before, await bed.containers());
  findings.expect(touched.length === 0, `containers changed: ${touched.join(", ")}`);
  const loggedIn = newLogins(countedBefore, await logins(bed.hosts));
  await healFaults(bed.lab, [host]);
  const { text: after } = await bed.up();
  const made = changed(before, await bed.containers());
  findings.expect(made.join() === peer, `the re-run made anew: ${made.join(", ")}`);
  findings.rerun(`${summaryText(after)}; made anew: ${made.join(", ")}`);
  await bed.configure();
  await bed.up();
  return { loggedIn };
}

export const wrongHostKey: Trial = {
  name: "wrong-host-key",
  title: "a server shows another host key",
  holds: "up is refused before anything; nobody logs in to the server",
  starts: "network",
  hosts: "four",
  async run(stage) {
    const { loggedIn } = await refused(
      stage,
      () => makeFault(stage.bed.lab, "host-key", [host], {}),
      /s2 .*host key/i,
    );
    stage.findings.expect(loggedIn[host] === undefined, `${loggedIn[host]} logins on ${host}`);
    stage.findings.note(`logins on ${host}: ${loggedIn[host] ?? 0}`);
  },
};

export const clockOff: Trial = {
  name: "clock-off",
  title: "a server's clock is 20 minutes ahead",
  holds: "up is refused in the preflight",
  starts: "network",
  hosts: "four",
  async run(stage) {
    await refused(
      stage,
      () => makeFault(stage.bed.lab, "clock", [host], { offsetSeconds: 1200 }),
      /s2 .*clock.*1[12]\d\d\.\d s ahead/i,
    );
  },
};
