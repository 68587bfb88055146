import { parseSignaturePolicy, type SignatureTree } from "../../topology/fabric/blocks/index.js";

/**
 * The fewest organisations whose peers together satisfy a policy, earlier ones preferred. A policy of the channel
 * (a path) is taken as the majority, which is what our channels say.
 * @throws Error when peers of these organisations can never satisfy it.
 */
export function endorsingOrganizations(policy: string, mspIds: readonly string[]): string[] {
  if (policy.startsWith("/")) return mspIds.slice(0, Math.floor(mspIds.length / 2) + 1);
  const tree = parseSignaturePolicy(policy);
  for (let size = 1; size <= mspIds.length; size += 1) {
    const found = subsets(mspIds, size).find((some) => satisfied(tree, some));
    if (found) return found;
  }
  throw new Error(`peers of ${mspIds.join(", ")} cannot satisfy ${policy}`);
}

function satisfied(tree: SignatureTree, mspIds: readonly string[]): boolean {
  if (typeof tree !== "string") return tree.of.filter((part) => satisfied(part, mspIds)).length >= tree.outOf;
  const dot = tree.lastIndexOf(".");
  return ["peer", "member"].includes(tree.slice(dot + 1)) && mspIds.includes(tree.slice(0, dot));
}

/** Subsets of a size, in the order of their first members. */
function subsets(all: readonly string[], size: number): string[][] {
  if (size === 0) return [[]];
  return all.flatMap((first, index) =>
    subsets(all.slice(index + 1), size - 1).map((rest) => [first, ...rest]),
  );
}
