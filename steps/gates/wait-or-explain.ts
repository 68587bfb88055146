import type { Links } from "../../hosts/links.js";
import { type Failure, failureText } from "./failure.js";
import { type Wait, Waited, waitUntil } from "./wait.js";

/** What is waited for, and what a failure shows besides what is missing. */
export type ExplainedWait = Omit<Wait, "say"> & Pick<Failure, "title" | "watched" | "again">;

/** Waits and says for what. @throws Error with what was seen last, the last log lines and the next command */
export async function waitOrExplain(
  { title, watched, again, ...wait }: ExplainedWait,
  links: Links,
): Promise<void> {
  try {
    await waitUntil({ ...wait, say: (line) => process.stderr.write(`${title}; ${line}\n`) });
  } catch (error) {
    if (!(error instanceof Waited)) throw error;
    const { message: reason, unmet } = error;
    const failure = { title, reason, unmet, watched, ...(again === undefined ? {} : { again }) };
    throw new Error(await failureText(failure, links), { cause: error });
  }
}
