import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The checkout this file stands in. */
export const root: string = dirname(dirname(fileURLToPath(import.meta.url)));

/** Everything that is made and may be deleted: never committed. */
export const cache: string = join(root, ".cache");

/** A path under `.cache/`. */
export function cached(...parts: string[]): string {
  return join(cache, ...parts);
}

/** A path of the checkout. */
export function source(...parts: string[]): string {
  return join(root, ...parts);
}
