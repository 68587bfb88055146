import { Links } from "../../hosts/links.js";
import { downMembers, isUp } from "../../topology/quorum/health.js";
import { mayRestart } from "../../topology/quorum/may-restart.js";
import type { Health } from "../../topology/quorum/rules.js";
import { askerOf } from "../networks.js";
import type { GateQuorum, ReadySpec, SpecifiedMember } from "../specs.js";
import type { Step } from "../step.js";
import { type GateSecrets, withClient } from "./client-port.js";
import { failureText } from "./failure.js";
import { hibernationFile } from "./hibernation.js";
import { isBeingBorn, type KeptByServer, readKept, stampsIn } from "./kept.js";
import { observe } from "./observe.js";
import { acceptanceFile } from "./stamp.js";
import { Waited, waitUntil } from "./wait.js";

/** A member that does not serve gets this long without progress before it counts as down. */
const settleSeconds = 20;

/** May the members that differ from their specification be replaced in order? See {@link ReadySpec}. */
export const ready: Step<ReadySpec, GateSecrets> = {
  run: (spec, secrets) =>
    Links.during(async (links) => {
      const quorum = withClient(spec.quorum, secrets);
      const found = await readKept(quorum, links);
      refuseHibernated(quorum, found);
      if (isBeingBorn(found)) return { quorum: quorum.name, state: "being born" };
      const { rules } = await askerOf(quorum.kind);
      refuseEmptied(quorum, found, rules.refill);
      let health: Health | undefined;
      let warnings: readonly string[] = [];
      await waitUntil({
        deadlineSeconds: quorum.deadlineSeconds,
        say: (line) => process.stderr.write(`${line}\n`),
        look: async () => {
          health = await observe(quorum, links);
          const permission = mayRestart(quorum, health, changingMembers(quorum, health));
          const starting = unsettled(quorum, health);
          warnings = permission.ok ? permission.warnings : [];
          if (permission.ok) return { unmet: starting, restarts: {}, deadlineSeconds: settleSeconds };
          return {
            unmet: [{ member: quorum.name, condition: `${permission.refused}; ${permission.remedy}` }],
            restarts: {},
            // Members that start and copies that catch up mend it by themselves; one that is down does not.
            ...(starting.length > 0 || allUp(quorum, health) ? {} : { deadlineSeconds: settleSeconds }),
          };
        },
      }).catch(async (error: unknown) => {
        if (!(error instanceof Waited)) throw error;
        // A member that stays silent is down, and one that is down may be replaced.
        const refused = error.unmet.filter(({ member }) => member === quorum.name);
        if (refused.length === 0) return;
        const text = await failureText(
          {
            title: `${quorum.name}: its members cannot be replaced now`,
            reason: "nothing was changed",
            unmet: health === undefined ? refused : [...refused, ...downMembers(quorum, health)],
            watched: quorum.members,
          },
          links,
        );
        throw new Error(text);
      });
      for (const warning of warnings) process.stderr.write(`${quorum.name}: ${warning}\n`);
      return { quorum: quorum.name, state: "formed" };
    }),
};

/** Members whose container is absent or carries another specification: the engine replaces or makes them now. */
export function changingMembers(quorum: GateQuorum<SpecifiedMember>, health: Health): string[] {
  return quorum.members
    .filter(({ name, spec }) => health.members[name]?.container.spec !== spec)
    .map(({ name }) => name);
}

function allUp(quorum: GateQuorum, health: Health): boolean {
  return quorum.members.every((member) => isUp(member, health));
}

/** Members that run and do not serve: they may be starting. */
function unsettled(quorum: GateQuorum, health: Health) {
  return quorum.members
    .filter((member) => health.members[member.name]?.container.status === "running" && !isUp(member, health))
    .map(({ name }) => ({ member: name, condition: "runs and does not serve yet" }));
}

/**
 * Members of a sleeping network are down on purpose: replacing one would start it alone, before its recorded height is
 * proved.
 * @throws Error with the remedy.
 */
export function refuseHibernated(quorum: GateQuorum, { kept }: KeptByServer): void {
  const servers = [...kept].filter(([, { hibernated }]) => hibernated).map(([server]) => server);
  if (servers.length === 0) return;
  throw new Error(
    `${quorum.name}: the network is hibernated (${hibernationFile(quorum.stack)} on ${servers.join(", ")}); nothing was changed.\n` +
      "Next: ./consortium wake   then run pulumi up again.",
  );
}

/**
 * A formed quorum's member whose volume is empty has lost its data. Starting it would make a new member under an old
 * name, so it needs the operator's word.
 * @param refill where such a member gets its data from
 * @throws Error with the procedure.
 */
export function refuseEmptied(quorum: GateQuorum, found: KeptByServer, refill: string): void {
  const known = new Set(stampsIn(found).flatMap(({ members }) => Object.keys(members)));
  const lost = quorum.members.flatMap((member) => {
    const kept = found.kept.get(member.server.name);
    if (!kept || !known.has(member.name) || kept.accepted.includes(member.name)) return [];
    const gone = member.volumes.filter((volume) => kept.volumes[volume] !== "data");
    return gone.length === 0 ? [] : [{ member, gone }];
  });
  if (lost.length === 0) return;
  throw new Error(
    [
      `${quorum.name} is formed, and data of its members is gone; nothing was changed.`,
      ...lost.flatMap(({ member, gone }) => [
        `  ${member.name} on ${member.server.name}: no data in ${gone.join(", ")}`,
        `    If there is a backup, put it back into the volume. If the data is lost, let the member start empty: ${refill}`,
        `    To accept that, on ${member.server.name}: sudo touch ${acceptanceFile(quorum.stack, quorum.name, member.name)}`,
      ]),
      "Then run pulumi up again. Accept one member at a time, while all the others are in sync.",
    ].join("\n"),
  );
}
