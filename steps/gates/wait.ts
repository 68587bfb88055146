import type { Unmet } from "../../topology/quorum/rules.js";

/** What one look at a service or a quorum found. */
export interface Look {
  /** Conditions that do not hold; none when the wait is over. */
  readonly unmet: readonly Unmet[];
  /** Restart count of each container by member. */
  readonly restarts: Readonly<Record<string, number>>;
  /** Another deadline than the wait's, as long as this is what is seen. */
  readonly deadlineSeconds?: number;
}

export interface Wait {
  /** How long nothing new may be seen before the wait fails. */
  readonly deadlineSeconds: number;
  look(): Promise<Look>;
  /** Told what is waited for when it starts, and again from time to time. */
  say(line: string): void;
}

/** Why a wait ended without success. */
export class Waited extends Error {
  readonly unmet: readonly Unmet[];
  constructor(reason: string, unmet: readonly Unmet[]) {
    super(reason);
    this.name = "Waited";
    this.unmet = unmet;
  }
}

const firstPauseMs = 200;
const longestPauseMs = 2000;
/** A container that Docker has restarted is not trusted before it has run this long. */
const steadyMs = 5000;
/**
 * As many restarts during one wait, without progress for so long, are a crash loop: waiting longer shows nothing new. A
 * broker that was killed restarts until its old session has ended, 18 s by default.
 */
const crashLoop = { restarts: 5, seconds: 40 };
const sayEveryMs = 15_000;

/**
 * Looks again and again until nothing is unmet. The deadline counts from the last progress: a condition or figure that
 * was not seen before. Flapping between known states is no progress, nor is a restart.
 * @throws Waited when the deadline has passed or a container is in a crash loop.
 */
export async function waitUntil({ deadlineSeconds: usual, look, say }: Wait): Promise<void> {
  const seen = new Set<string>();
  const first: Record<string, number> = {};
  let last: Readonly<Record<string, number>> = {};
  const startedAt = Date.now();
  let progressAt = startedAt;
  let restartedAt = Number.NEGATIVE_INFINITY;
  let saidAt = Number.NEGATIVE_INFINITY;
  for (let pause = firstPauseMs; ; pause = Math.min(pause * 1.3, longestPauseMs)) {
    const { unmet, restarts, deadlineSeconds = usual } = await look();
    const now = Date.now();
    for (const [member, count] of Object.entries(restarts)) {
      first[member] ??= count;
      if (count > (last[member] ?? count)) restartedAt = now;
      // A replaced container starts again at zero.
      if (count < (first[member] ?? 0)) first[member] = count;
    }
    last = restarts;
    const risen = Object.entries(restarts)
      .map(([member, count]) => ({ member, times: count - (first[member] ?? count) }))
      .filter(({ times }) => times > 0);
    const unsteady =
      now - restartedAt < steadyMs
        ? risen.map(({ member, times }) => ({ member, condition: restarted(times) }))
        : [];
    const open = [...unmet, ...unsteady];
    if (open.length === 0) return;

    const key = JSON.stringify(unmet);
    if (!seen.has(key)) {
      seen.add(key);
      progressAt = now;
      pause = firstPauseMs;
    }
    const looping = risen.find(({ times }) => times >= crashLoop.restarts);
    if (looping && now - progressAt >= crashLoop.seconds * 1000)
      throw new Waited(`${looping.member} ${restarted(looping.times)}`, open);
    if (now - progressAt >= deadlineSeconds * 1000)
      throw new Waited(`nothing new for ${deadlineSeconds} s`, open);
    if (now - saidAt >= sayEveryMs) {
      saidAt = now;
      const seconds = Math.round((now - startedAt) / 1000);
      say(
        `waiting since ${seconds} s: ${open.map(({ member, condition }) => `${member}: ${condition}`).join("; ")}`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

function restarted(times: number): string {
  return `was restarted ${times} time${times === 1 ? "" : "s"} since the gate began`;
}
