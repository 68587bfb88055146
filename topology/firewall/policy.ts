/**
 * What becomes of packets that the plan does not list: `accept` closes the network's own ports to everybody but their
 * callers and leaves all else as it was; `drop` lets in what is listed and nothing else.
 */
export const policies = ["accept", "drop"] as const;
export type Policy = (typeof policies)[number];

/** What a policy does, for the head of a generated file. */
export const policyText: Readonly<Record<Policy, string>> = {
  accept:
    "Policy accept: the network's ports are closed to all but their callers; everything else, SSH too, stays as it is.",
  drop: "Policy drop: what is not listed here is dropped, whatever other programs listen on this server.",
};

/** What no policy closes, for the head of a generated file: nothing where Docker publishes no port. */
export function publishedText(ports: readonly number[]): string[] {
  return ports.length === 0
    ? []
    : [
        `Published by Docker, whose own rules let these in from outside whatever stands here: ${ports.join(", ")}.`,
        "Restrict them in Docker's chain DOCKER-USER, or in front of the server.",
      ];
}
