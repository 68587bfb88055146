import { InvalidArgumentError } from "commander";
import { type ContenderName, contenders, type Size, sizes } from "./schedule.js";

/** Reads `--servers 4,13`, in the order of the table. @throws InvalidArgumentError naming the sizes there are */
export function parseSizes(text: string): Size[] {
  return chosen(text, sizes);
}

/** Reads `--contenders shell,ansible`. @throws InvalidArgumentError naming those there are */
export function parseContenders(text: string): ContenderName[] {
  return chosen(text, contenders);
}

/** Reads `--runs 5`. @throws InvalidArgumentError unless it is 1 to 99 */
export function parseRuns(text: string): number {
  if (!/^[1-9]\d?$/.test(text)) throw new InvalidArgumentError("a whole number from 1 to 99");
  return Number(text);
}

function chosen<T extends string | number>(text: string, all: readonly T[]): T[] {
  const words = text.split(",").map((word) => word.trim());
  const unknown = words.find((word) => !all.some((one) => String(one) === word));
  if (unknown !== undefined)
    throw new InvalidArgumentError(
      `${JSON.stringify(unknown)} is none of ${all.join(", ")}; several are separated by commas`,
    );
  return all.filter((one) => words.includes(String(one)));
}
