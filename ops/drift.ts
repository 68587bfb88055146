import type { Command } from "commander";
import { lastLines } from "../hosts/process.js";
import { certificateDays, certificateDrift } from "../topology/drift/certificates.js";
import { inOrder, serverDrift } from "../topology/drift/compare.js";
import { desiredByPlan } from "../topology/drift/from-plan.js";
import type { Desired, Drift } from "../topology/drift/types.js";
import { byName } from "../topology/names.js";
import { desiredByState } from "./drift-desired.js";
import { type NotAsked, seeServers } from "./drift-read.js";
import type { NetworkDrift } from "./kind.js";
import { kindVerbs } from "./networks.js";
import { placeOf, planOf, type StackPlace } from "./place.js";
import { attemptPulumi } from "./pulumi.js";
import { revealed } from "./revealed.js";
import type { StateExport } from "./state.js";
import { type Paint, paintFor, plain, table } from "./table.js";
import type { ExitStatus, Finish, Verb } from "./verb.js";

const details = `
Compares what the last pulumi up made with what is on the servers now and changes nothing:

  containers     missing, stopped, made by hand, limits or restart policy changed, unknown to the state
  files          those that were uploaded into the containers, by their hashes; contents stay on the servers
  images         missing, or another one under the reference
  volumes        missing, or of another network
  bridges        Docker networks: missing, of another subnet, unknown to the state
  hosts          the claim, the preparing script's stamp and the files it wrote, held packages, formed stamps
  channels       of a Fabric network: organisations, anchor peers, joined peers, chaincodes installed and committed
  certificates   those that end within ${certificateDays} days

What should be there is taken from the stack's state; changes of the stack file that were not applied yet are no drift:
pulumi preview shows them. Where no state can be read the stack file alone is compared: containers, public files and
volumes; images, keys, channels and certificates are then not shown, and it is said why.

Examples:
  ./consortium drift --stack prod
  ./consortium drift --stack prod --json | jq -r '.drift[] | [.server, .kind, .name] | @tsv'

Exit status: 0 no drift, 1 drift, 2 something could not be asked (what could be asked is shown).`;

/** Options of the verb as commander gives them. */
interface DriftOptions {
  readonly stack?: string;
  readonly file?: string;
  readonly json?: true;
}

/** What was compared and found. */
export interface DriftReport {
  readonly stack: string;
  readonly network: string | null;
  readonly drift: readonly Drift[];
  readonly notAsked: readonly NotAsked[];
  /** What was left out and why; empty when everything was compared. */
  readonly notShown: readonly string[];
}

export const drift: Verb = {
  register(program: Command, finish: Finish): void {
    program
      .command("drift")
      .summary("compare the servers with what was applied")
      .description("Compare the servers and channels with what the last pulumi up made. Changes nothing.")
      .option("--stack <name>", "the stack (default: the selected one)")
      .option("--file <file>", "its stack file (default: Pulumi.<stack>.yaml)")
      .option("--json", "the report as JSON {stack, network, drift, notAsked, notShown}")
      .addHelpText("after", details)
      .action(async (options: DriftOptions) => {
        const report = await compare(await placeOf(options));
        process.stdout.write(
          options.json ? `${JSON.stringify(report, null, 2)}\n` : driftText(report, paintFor(process.stdout)),
        );
        finish(statusOf(report));
      });
  },
};

async function compare(place: StackPlace): Promise<DriftReport> {
  const plan = await planOf(place);
  const { state, missing } = await clearState(place);
  const desired = state ? desiredByState(place.label, state) : desiredByPlan(plan);
  const known = new Map(plan.servers.map((server) => [server.name, server]));
  const wanted = serversOf(desired);
  const { seen, notAsked } = await seeServers(
    desired,
    wanted.flatMap((name) => known.get(name) ?? []),
  );
  const forgotten = wanted
    .filter((name) => !known.has(name))
    .map((name) => ({
      what: `server ${name}`,
      reason: `the stack file no longer names it; pulumi up takes it down, ./consortium forget ${name} when it is gone`,
    }));
  const outputs = state ? outputsOf(state) : {};
  const networks = state
    ? await Promise.all(
        kindVerbs.map(({ drift: compared }) => compared?.(plan, state, outputs, seen) ?? none),
      )
    : [];
  const asleep = Object.entries(seen)
    .filter(([, { power }]) => power === "hibernated")
    .map(([name]) => name)
    .sort(byName);
  const notShown = [
    ...(asleep.length === 0
      ? []
      : [`stopped containers on ${asleep.join(", ")}: the network is hibernated; ./consortium wake`]),
    ...(missing === undefined
      ? []
      : [
          `${["images", "keys", ...kindVerbs.flatMap((kind) => kind.comparedBesides?.(plan) ?? [])].join(", ")} and certificates: ${missing}`,
        ]),
    ...networks.flatMap((one) => one.notShown),
  ];
  return {
    stack: place.stack,
    network: desired.network ?? null,
    drift: inOrder([
      ...serverDrift(desired, seen),
      ...networks.flatMap((one) => one.drift),
      ...certificateDrift(outputs.certificates ?? {}, new Date()),
    ]),
    notAsked: [...notAsked, ...forgotten, ...networks.flatMap((one) => one.notAsked)].sort((a, b) =>
      byName(a.what, b.what),
    ),
    notShown,
  };
}

/** Every server that should have something. */
function serversOf({ containers, images, volumes, hosts }: Desired): string[] {
  const names = [...containers, ...images, ...volumes, ...hosts].map(({ server }) => server);
  return [...new Set(names)].sort(byName);
}

/** The state with its secrets in clear, in memory only; why not, where it cannot be had. */
async function clearState({ stack, folder }: StackPlace): Promise<{ state?: StateExport; missing?: string }> {
  const { code, stdout, stderr } = await attemptPulumi(
    ["stack", "export", "--show-secrets", "--non-interactive"],
    { stack, folder, timeoutSeconds: 120 },
  );
  if (code !== 0) return { missing: `the state cannot be read (${lastLines(stderr, 1).trim()})` };
  const state = JSON.parse(stdout) as StateExport;
  return (state.deployment?.resources ?? []).length > 0
    ? { state }
    : { missing: "the state is empty: pulumi up was not run" };
}

const none: NetworkDrift = { drift: [], notAsked: [], notShown: [] };

interface Outputs {
  readonly certificates?: Readonly<Record<string, string>>;
}

function outputsOf({ deployment }: StateExport): Outputs {
  const stack = deployment?.resources?.find(({ type }) => type === "pulumi:pulumi:Stack");
  return (revealed(stack?.outputs) ?? {}) as Outputs;
}

/** An answer that is not complete is none, whatever was found beside it. */
export function statusOf({ drift: found, notAsked }: DriftReport): ExitStatus {
  return notAsked.length > 0 ? 2 : found.length > 0 ? 1 : 0;
}

/** The report for people. */
export function driftText(
  { stack, drift: found, notAsked, notShown }: DriftReport,
  paint: Paint = plain,
): string {
  const rows = found.map(({ server, kind, name, expected, found: seen, remedy }) => [
    ...[server, kind, name, expected],
    { text: seen, style: "bad" } as const,
    remedy,
  ]);
  return [
    ...(rows.length > 0
      ? table([["SERVER", "KIND", "NAME", "EXPECTED", "FOUND", "REMEDY"], ...rows], { paint })
      : []),
    ...notAsked.map(({ what, reason }) => `${what} could not be asked: ${reason}`),
    ...notShown.map((line) => `not shown: ${line}`),
    `stack ${stack}: ${found.length === 0 ? "no drift" : `${found.length} ${found.length === 1 ? "difference" : "differences"}`}${notAsked.length > 0 ? " where it could be asked" : ""}`,
    "",
  ].join("\n");
}
