import { appendFile, copyFile, readFile, rename, writeFile } from "node:fs/promises";
import type { Measurement } from "./measure.js";
import { csvLine, header, parseResults } from "./results-file.js";
import { ofCompleteRounds } from "./schedule.js";

/** The measurements of a results file that is written as they come. */
export interface Results {
  readonly measured: readonly Measurement[];
  /** Adds one, to the file at once. */
  add(one: Measurement): Promise<void>;
}

/** Begins a new file; that of before is kept beside it as `spare` until the next one is begun. */
export async function beginResults(file: string, spare: string): Promise<Results> {
  await copyFile(file, spare).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw error;
  });
  return write(file, []);
}

/**
 * Goes on with a file: rounds that came to their end stay, what is left of a round that was cut off goes.
 * @throws Error when the file is there and cannot be read as one of ours
 */
export async function resumeResults(file: string): Promise<Results> {
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return "";
    throw error;
  });
  return write(file, ofCompleteRounds(parseResults(text)));
}

async function write(file: string, kept: readonly Measurement[]): Promise<Results> {
  const measured = [...kept];
  await writeFile(`${file}.partial`, header + measured.map(csvLine).join(""));
  await rename(`${file}.partial`, file);
  return {
    measured,
    async add(one) {
      await appendFile(file, csvLine(one));
      measured.push(one);
    },
  };
}
