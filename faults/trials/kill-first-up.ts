import { setTimeout as pause } from "node:timers/promises";
import { onHosts } from "../../test/e2e/support/hosts.js";
import type { Bed } from "../bed.js";
import type { Chance } from "../chance.js";
import { beginning, cutUp } from "../cut-run.js";
import type { Findings } from "../result.js";
import type { Trial } from "../trial.js";

const kills = 20;
/** The kills are spread over so many first ups, each taking every second moment. */
const rounds = 2;
/** A kill comes up to so many milliseconds after the resource's beginning: in the middle of what it does. */
const longestDelayMs = 2_500;
/** What the operator needs to notice. */
const noticeMs = 1_000;

/**
 * A first up is killed, repaired and continued again and again: each time when it has got further by a twentieth of all
 * that it does on servers, at a moment drawn within that twentieth.
 */
export const killFirstUp: Trial = {
  name: "kill-first-up",
  title: `\`kill -9\` of pulumi at ${kills} moments of a first up, each then \`./consortium repair --yes\` and re-run`,
  holds:
    "every repair succeeds; the last run completes the network; nothing twice, nothing unknown to the state",
  starts: "nothing",
  hosts: "four",
  async run({ bed, chance, findings }) {
    const rows: (readonly string[])[] = [];
    const lastRuns: string[] = [];
    for (let round = 0; round < rounds; round += 1) {
      await bed.nothing();
      const total = await toBeMade(bed);
      for (const moment of momentsOf(round, total, chance)) {
        const row = await killAt(bed, moment, total, Math.floor(chance() * longestDelayMs), findings);
        rows.push([String(rows.length + 1), String(round + 1), ...row]);
        findings.say(row.join("; "));
      }
      const begun = Date.now();
      const { text } = await bed.up();
      const seconds = ((Date.now() - begun) / 1000).toFixed(0);
      lastRuns.push(`first up ${round + 1}: the last run made the rest in ${seconds} s`);
      await complete(bed, text, findings);
    }
    findings.rerun(lastRuns.join("; "));
    findings.expect(rows.length === kills, `only ${rows.length} kills`);
    findings.detail({
      title: "The kills",
      header: [
        "kill",
        "first up",
        "begun on servers",
        "killed while making",
        "pending",
        "removed",
        "repair, s",
      ],
      rows,
    });
  },
};

/** How many of the resources begun so far make the moments of a round, ascending. */
export function momentsOf(round: number, total: number, chance: Chance): number[] {
  return Array.from({ length: kills }, (_, index) => index)
    .filter((index) => index % rounds === round)
    .map((index) => Math.max(1, Math.floor((total * (index + chance())) / kills)));
}

/** Kills an up when so many resources on servers have been begun since the network's beginning, and repairs. */
async function killAt(
  bed: Bed,
  moment: number,
  total: number,
  delayMs: number,
  findings: Findings,
): Promise<readonly string[]> {
  const before = await madeSoFar(bed);
  // A gate's line is printed again with what it waits for.
  const begun = new Set<string>();
  const run = await cutUp(
    bed.stack,
    {
      how: "kill",
      delayMs,
      when: (line) => {
        const resource = beginning(line);
        if (resource !== undefined) begun.add(resource);
        return resource !== undefined && before + begun.size >= moment;
      },
    },
    ...["--parallel", "16"],
  );
  if (run.at === undefined)
    findings.problem(
      `an up ended before it could be killed, exit status ${run.code}: ${run.text.slice(-800)}`,
    );
  await pause(noticeMs);
  const pending = ((await bed.state()).deployment?.pending_operations ?? []).map(({ resource }) =>
    resource.urn.slice(resource.urn.lastIndexOf("::") + 2),
  );
  const repairBegun = Date.now();
  const { code, stdout, stderr } = await bed.stack.ask("repair", "--yes");
  const repairSeconds = (Date.now() - repairBegun) / 1000;
  findings.expect(code === 0, `repair: exit status ${code}: ${stderr.slice(-800)}`);
  const removed =
    code === 0 ? (JSON.parse(stdout) as { removed: { name: string }[] }).removed.map(({ name }) => name) : [];
  return [
    `${before + begun.size} of ${total}`,
    run.at === undefined ? "-" : `${beginning(run.at)}, +${(delayMs / 1000).toFixed(1)} s`,
    pending.join(", ") || "-",
    removed.join(", ") || "-",
    repairSeconds.toFixed(0),
  ];
}

/** The network is what its plan says, once, and a further up has nothing to do. */
async function complete(bed: Bed, text: string, findings: Findings): Promise<void> {
  findings.expect(!/errored|error:/.test(text), "the last run tells of an error");
  const plan = await bed.plan();
  const everywhere = async (script: string) =>
    Object.values(await onHosts(script, bed.hosts)).flatMap((told) =>
      told.split("\n").filter((line) => line !== ""),
    );
  const containers = await everywhere("docker ps -a --format '{{.Names}}'");
  // Those without a name come from the images' VOLUME lines, and are their containers' own.
  const volumes = await everywhere("docker volume ls -q | grep -vxE '[0-9a-f]{64}' || true");
  const left = await everywhere("docker volume ls -q --filter dangling=true");
  findings.expect(left.length === 0, `volumes of no container: ${left.join(", ")}`);
  const same = (found: readonly string[], planned: readonly string[], what: string) => {
    const extra = found.filter((name) => !planned.includes(name));
    const missing = planned.filter((name) => !found.includes(name));
    findings.expect(extra.length === 0, `${what} that are not planned: ${extra.join(", ")}`);
    findings.expect(missing.length === 0, `${what} that are missing: ${missing.join(", ")}`);
    findings.expect(
      found.length === planned.length,
      `${found.length} ${what}, planned are ${planned.length}`,
    );
  };
  same(
    containers,
    plan.services.map(({ container }) => container),
    "containers",
  );
  same(
    volumes,
    plan.services.flatMap((service) => service.volumes.map(({ name }) => name)),
    "volumes",
  );
  await bed.whole();
  const { readings } = await bed.stack.consortium<{
    readings: { peer: string; height: number; values: Record<string, string> }[];
  }>("verify");
  for (const { peer, values } of readings)
    findings.expect(values.A === "10" && values.B === "20", `${peer} answers ${JSON.stringify(values)}`);
  findings.note(
    `${containers.length} containers and ${volumes.length} volumes, as planned; A=10, B=20 at ${readings.length} peers; height ${readings[0]?.height}`,
  );
  await bed.up("--expect-no-changes");
  findings.note("a further up had nothing to do");
}

/** Resources on servers that a first up makes. */
async function toBeMade(bed: Bed): Promise<number> {
  const { code, stdout, stderr } = await bed.stack.silently("preview", "--json", "--stack", bed.stack.name);
  if (code !== 0) throw new Error(`pulumi preview: exit status ${code}\n${stderr.slice(-2000)}`);
  const { steps } = JSON.parse(stdout) as { steps: { op: string; newState?: { type: string } }[] };
  return steps.filter(({ op, newState }) => op === "create" && onServers(newState?.type ?? "")).length;
}

async function madeSoFar(bed: Bed): Promise<number> {
  return ((await bed.state()).deployment?.resources ?? []).filter(({ type }) => onServers(type)).length;
}

function onServers(type: string): boolean {
  return type.startsWith("docker:") || type.startsWith("command:");
}
