import { createInterface } from "node:readline/promises";

/**
 * Asks on the terminal and tells whether the answer was the expected word.
 * Without a terminal the answer is no, and it is said how to do without.
 */
export async function confirm(question: string, expected: string): Promise<boolean> {
  if (!process.stdin.isTTY) {
    process.stderr.write(
      "consortium: there is no terminal to ask on; nothing was changed. Pass --yes to go on\n",
    );
    return false;
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    if ((await terminal.question(`${question} `)).trim() === expected) return true;
    process.stderr.write("nothing was changed\n");
    return false;
  } finally {
    terminal.close();
  }
}
