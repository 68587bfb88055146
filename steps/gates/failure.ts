import { failedHealthCheck, lastLogLines } from "../../hosts/docker/container.js";
import { shortReason } from "../../hosts/exchange.js";
import type { Host } from "../../hosts/host.js";
import type { Links } from "../../hosts/links.js";
import type { Unmet } from "../../topology/quorum/rules.js";

/** A container that a message may have to show. */
export interface Watched {
  readonly name: string;
  readonly container: string;
  readonly server: Host;
}

/** Members whose logs one message shows; with more of them they fail for the same reason. */
const shownLogs = 3;

/** What a failed wait has to tell. */
export interface Failure {
  /** What is not so. */
  readonly title: string;
  /** Why it was not waited for any longer. */
  readonly reason: string;
  readonly unmet: readonly Unmet[];
  /** Containers whose logs may be shown. */
  readonly watched: readonly Watched[];
  /** What to do when the cause is mended. Default {@link upAgain}. */
  readonly again?: string;
}

/** How a gate of `pulumi up` is gone on with. */
const upAgain = "run pulumi up again; it goes on here";

/** Text of a failed gate: what was waited for, what is missing where, the last log lines and the next command. */
export async function failureText(
  { title, reason, unmet, watched, again = upAgain }: Failure,
  links: Links,
): Promise<string> {
  const concerned = watched.filter(({ name }) => unmet.some(({ member }) => member === name));
  const logs = await Promise.all(
    concerned.slice(0, shownLogs).map(async ({ container, server }) => {
      const [lines, check] = await links
        .to(server)
        .then((link) => Promise.all([lastLogLines(link, container), failedHealthCheck(link, container)]))
        .catch((error: unknown) => [`(cannot be read: ${shortReason(error)})`, undefined] as const);
      return [
        `last log lines of ${container} on ${server.name}:\n${indented(lines)}`,
        ...(check === undefined ? [] : [`its last health check failed:\n${indented(check)}`]),
      ].join("\n");
    }),
  );
  const [first] = concerned;
  return [
    `${title}: ${reason}`,
    ...unmet.map(({ member, condition }) => {
      const at = watched.find(({ name }) => name === member);
      return `  ${member}${at ? ` on ${at.server.name}` : ""}: ${condition}`;
    }),
    ...logs,
    ...(first ? [`Next: ${logCommand(first)}   then ${again}.`] : []),
  ].join("\n");
}

function indented(lines: string): string {
  return lines.replaceAll(/^/gm, "    ");
}

/** The command a person types to see the whole log. */
export function logCommand({ server: { ssh }, container }: Watched): string {
  const jump = ssh.jump ? ` -J ${ssh.jump.user}@${ssh.jump.host}:${ssh.jump.port}` : "";
  return `ssh${jump} -p ${ssh.port} ${ssh.user}@${ssh.host} docker logs --tail 200 ${container}`;
}
