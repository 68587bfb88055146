import type { Command } from "commander";
import { Reach } from "../hosts/reach.js";
import type { Plan } from "../topology/model/plan.js";
import type { PlannedService } from "../topology/model/service.js";
import { statusOf } from "../topology/status/judge.js";
import type { StatusReport } from "../topology/status/report.js";
import type { Seen } from "../topology/status/seen.js";
import { lookAtOthers, lookAtQuorums, lookAtServers } from "./look.js";
import { clientsOf } from "./networks.js";
import { placeOf, planOf, type StackPlace } from "./place.js";
import { attemptPulumi } from "./pulumi.js";
import { selectionHelp, selectServices, servicesArgument } from "./selection.js";
import { statusText } from "./status-text.js";
import { paintFor } from "./table.js";
import type { Finish, Verb } from "./verb.js";

const details = `
Asks every server once, all at the same time: containers, their health, ZooKeeper's leader, Kafka's copies, block heights
of every channel, disks and certificates. Health is judged by the same rules that let pulumi up go on. A server that does
not answer shows as such. Needs no Pulumi; where the stack's outputs can be read, it adds the certificates of people. Where ZooKeeper and Kafka speak
TLS, they can be asked only with the certificate that stands in the stack's secret outputs.

A network that was put to sleep shows its containers as asleep, since when, and who did it; the record of that stands on
every server. It is not good, for it does not serve, and not bad: the exit status is 3 unless something else is wrong.

Warnings (a disk from 85 % on, a certificate in its last 30 days, a restart in the last 10 minutes) do not fail; a disk
from 95 % on, an ended certificate and everything that does not serve do.
${selectionHelp}

Examples:
  ./consortium status --stack prod
  ./consortium status --stack prod 'role:kafka' 'server:o?'
  ./consortium status --stack prod --json | jq '.findings'

Exit status: 0 good, 1 something is not good, 2 it could not be asked, 3 it is hibernated and nothing else is wrong.`;

/** Options of the verb as commander gives them. */
interface StatusOptions {
  readonly stack?: string;
  readonly file?: string;
  readonly json?: true;
}

/** Seconds that reading the stack's outputs may take; the servers are asked meanwhile. */
const outputSeconds = 30;

export const status: Verb = {
  register(program: Command, finish: Finish): void {
    program
      .command("status")
      .summary("how the network is")
      .description("How the network is: services, quorums, block heights, disks, certificates.")
      .argument(...servicesArgument)
      .option("--stack <name>", "the stack (default: the selected one)")
      .option("--file <file>", "its stack file (default: Pulumi.<stack>.yaml)")
      .option("--json", "the report as JSON")
      .addHelpText("after", details)
      .action(async (patterns: readonly string[], options: StatusOptions) => {
        const place = await placeOf(options);
        const plan = await planOf(place);
        const report = await reportOf(place, plan, selectServices(plan, patterns));
        process.stdout.write(
          options.json
            ? `${JSON.stringify(report, null, 2)}\n`
            : statusText(report, paintFor(process.stdout)),
        );
        const status = exitStatusOf(report);
        if (status !== 0) finish(status);
      });
  },
};

/** 0 good, 3 asleep and nothing else wrong, 1 something is wrong. */
export function exitStatusOf({ good, hibernated, findings }: StatusReport): 0 | 1 | 3 {
  if (good) return 0;
  return hibernated && findings.every(({ level }) => level !== "bad") ? 3 : 1;
}

/** Looks at the chosen services of a stack and judges what it saw. */
export function reportOf(
  place: StackPlace,
  plan: Plan,
  services: readonly PlannedService[],
): Promise<StatusReport> {
  return Reach.during(async (reach) => {
    const [servers, quorums, unanswered, outputs] = await Promise.all([
      lookAtServers(reach, plan, services, ["disks", "certificates"]),
      // Without what they ask for members say so themselves.
      clientsOf(plan, place)
        .catch(() => ({}))
        .then((clients) => lookAtQuorums(reach, plan, services, clients)),
      lookAtOthers(reach, plan, services),
      publicOutputs(place),
    ]);
    return statusOf(plan, services, {
      ...servers,
      ...quorums,
      unanswered,
      ...(outputs ? { outputs } : {}),
      away: { ...reach.away, ...servers.away },
      now: new Date(),
    });
  });
}

/** What the last `pulumi up` said of the network without secrets. */
async function publicOutputs({ stack, folder }: StackPlace): Promise<Seen["outputs"] | undefined> {
  try {
    const { code, stdout } = await attemptPulumi(["stack", "output", "--json", "--non-interactive"], {
      stack,
      folder,
      timeoutSeconds: outputSeconds,
    });
    return code === 0 ? (JSON.parse(stdout) as Seen["outputs"]) : undefined;
  } catch {
    // No Pulumi here, or nothing that it prints: the report says what it does not show.
    return undefined;
  }
}
