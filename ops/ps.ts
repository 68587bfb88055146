import type { Command } from "commander";
import { Reach } from "../hosts/reach.js";
import type { Plan } from "../topology/model/plan.js";
import type { PlannedService } from "../topology/model/service.js";
import type { Seen, SeenContainer } from "../topology/status/seen.js";
import { formatDuration } from "./duration.js";
import { lookAtServers } from "./look.js";
import { placeOf, planOf } from "./place.js";
import { selectionHelp, selectServices, servicesArgument } from "./selection.js";
import { type Cell, type Paint, paintFor, plain, table } from "./table.js";
import type { Finish, Verb } from "./verb.js";

const details = `
What Docker says on every server, side by side: the plan's services, and containers that carry the stack's label without
being in its plan. It judges nothing; see ./consortium status.
${selectionHelp}

Examples:
  ./consortium ps --stack prod
  ./consortium ps --stack prod 'org:Org5' --json

Exit status: 0 shown, 2 not every server could be asked.`;

/** Options of the verb as commander gives them. */
interface PsOptions {
  readonly stack?: string;
  readonly file?: string;
  readonly json?: true;
}

/** One container, or the place of one. */
export interface PsRow {
  readonly server: string;
  /** Planned name; none for a container that is in no plan. */
  readonly service?: string;
  readonly role?: string;
  readonly container: string;
  /** Docker's word, `absent`, or `unknown` where the server or its engine does not answer. */
  readonly state: string;
  readonly exitCode?: number;
  readonly upSeconds?: number;
  readonly restarts?: number;
  /** Image id. */
  readonly image?: string;
}

export const ps: Verb = {
  register(program: Command, finish: Finish): void {
    program
      .command("ps")
      .summary("containers on all servers")
      .description("The stack's containers on all its servers, as Docker tells of them.")
      .argument(...servicesArgument)
      .option("--stack <name>", "the stack (default: the selected one)")
      .option("--file <file>", "its stack file (default: Pulumi.<stack>.yaml)")
      .option("--json", "the containers as a JSON array")
      .addHelpText("after", details)
      .action(async (patterns: readonly string[], options: PsOptions) => {
        const plan = await planOf(await placeOf(options));
        const services = selectServices(plan, patterns);
        const seen = await Reach.during((reach) => lookAtServers(reach, plan, services, []));
        const rows = psRows(plan, services, seen, patterns.length === 0 ? "all" : "selected");
        process.stdout.write(
          options.json ? `${JSON.stringify(rows, null, 2)}\n` : psText(rows, paintFor(process.stdout)),
        );
        const problems = problemsOf(seen);
        process.stderr.write(problems.map((line) => `${line}\n`).join(""));
        if (problems.length > 0) finish(2);
      });
  },
};

function problemsOf({ servers, away }: Pick<Seen, "servers" | "away">): string[] {
  const engines = Object.entries(servers).flatMap(([server, { engineProblem }]) =>
    engineProblem === undefined ? [] : [`${server}: Docker's engine does not answer: ${engineProblem}`],
  );
  return [...Object.entries(away).map(([server, reason]) => `${server}: ${reason}`), ...engines];
}

/** The services' containers in the plan's order; with `all` also the ones that are in no plan. */
export function psRows(
  plan: Plan,
  services: readonly PlannedService[],
  { servers }: Pick<Seen, "servers">,
  which: "all" | "selected",
): PsRow[] {
  const rows = services.map(({ name: service, role, server, container }): PsRow => {
    const look = servers[server];
    const found = look?.containers.find(({ name }) => name === container);
    const silent = look === undefined || look.engineProblem !== undefined;
    const place = { server, service, role, container };
    return found ? { ...place, ...stateOf(found) } : { ...place, state: silent ? "unknown" : "absent" };
  });
  if (which === "selected") return rows;
  const planned = new Set(plan.services.map(({ server, container }) => `${server} ${container}`));
  const others = Object.entries(servers).flatMap(([server, { containers }]) =>
    containers
      .filter(({ name }) => !planned.has(`${server} ${name}`))
      .map(
        (found): PsRow => ({
          server,
          ...(found.role === undefined ? {} : { role: found.role }),
          container: found.name,
          ...stateOf(found),
        }),
      ),
  );
  return [...rows, ...others];
}

function stateOf({ status, exitCode, upSeconds, restarts, image }: SeenContainer) {
  return {
    state: status,
    ...(status === "running" ? {} : { exitCode }),
    ...(upSeconds === undefined ? {} : { upSeconds }),
    restarts,
    image,
  };
}

/** The containers for people. */
export function psText(rows: readonly PsRow[], paint: Paint = plain): string {
  const lines = rows.map(
    ({ server, role, container, state, exitCode, upSeconds, restarts, image, service }): Cell[] => [
      server,
      container,
      service === undefined ? `${role ?? "-"} (not planned)` : (role ?? "-"),
      {
        text: exitCode === undefined ? state : `${state} (${exitCode})`,
        style: state === "running" ? "good" : "bad",
      },
      upSeconds === undefined ? "-" : formatDuration(upSeconds),
      restarts === undefined ? "-" : String(restarts),
      image === undefined ? "-" : image.replace(/^sha256:/, "").slice(0, 12),
    ],
  );
  return `${table([["SERVER", "CONTAINER", "ROLE", "STATE", "UP", "RESTARTS", "IMAGE ID"], ...lines], { paint }).join("\n")}\n`;
}
