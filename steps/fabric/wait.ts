import { setTimeout as sleep } from "node:timers/promises";

/** A moment after which waiting is given up. */
export class Deadline {
  readonly seconds: number;
  readonly #end: number;

  constructor(seconds: number) {
    this.seconds = seconds;
    this.#end = Date.now() + seconds * 1000;
  }

  /** Milliseconds left, 0 when it has passed. */
  get left(): number {
    return Math.max(0, this.#end - Date.now());
  }
}

/** Waiting was given up; the message says what for and what was seen last. */
export class WaitedInVain extends Error {}

/** What one look gave: the value, or what was seen instead. */
export type Seen<T> = { readonly done: T } | { readonly instead: string };

/** Looks again and again, each time a little later (250 ms to 2 s), until it is done. @throws WaitedInVain */
export async function until<T>(deadline: Deadline, what: string, look: () => Promise<Seen<T>>): Promise<T> {
  for (let pause = 250; ; pause = Math.min(2000, pause * 1.5)) {
    const seen = await look();
    if ("done" in seen) return seen.done;
    if (deadline.left < pause)
      throw new WaitedInVain(`waited ${deadline.seconds} s for ${what}; seen last: ${seen.instead}`);
    await sleep(pause);
  }
}
