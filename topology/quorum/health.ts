import type { Health, Member, Quorum, Unmet } from "./rules.js";

/** Whether a member takes part in its quorum now. */
export function isUp(member: Member, health: Health): boolean {
  return health.members[member.name]?.container.status === "running" && health.rules.serves(member, health);
}

/** The member that leads, where one does. */
export function leaderOf(quorum: Quorum, health: Health): string | undefined {
  return health.rules.leader?.(quorum, health);
}

/** What a member that is not up shows, for messages. */
export function whyDown(member: Member, health: Health): string {
  const answer = health.members[member.name];
  if (answer === undefined) return "was not asked";
  const { status, exitCode } = answer.container;
  const problem = answer.problem === undefined ? "" : ` (${answer.problem})`;
  if (status === "absent") return "its container is absent";
  if (status === "unknown") return `its server does not answer${problem}`;
  if (status !== "running")
    return `its container is ${status}${exitCode === undefined ? "" : `, exit code ${exitCode}`}`;
  return health.rules.trouble?.(member, health) ?? `runs and does not serve yet${problem}`;
}

/** The members that are not up, each with what it shows. */
export function downMembers(quorum: Quorum, health: Health): Unmet[] {
  return quorum.members
    .filter((member) => !isUp(member, health))
    .map((member) => ({ member: member.name, condition: whyDown(member, health) }));
}
