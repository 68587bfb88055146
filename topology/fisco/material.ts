import { issueAll, type KeySources } from "./certificates/issue.js";
import { certificateId } from "./certificates/planned.js";
import { genesisFile } from "./genesis.js";
import { chainKey, nodeId } from "./keys.js";
import type { FiscoPlan } from "./types.js";

/** Names by which planned files refer to what only the engine knows. */
export const fiscoMaterial = {
  /** A certificate with its authorities, as a node or an SDK reads it; by certificate id. */
  certificate: (id: string) => `fisco/${id}/certificate`,
  key: (id: string) => `fisco/${id}/key`,
  nodeId: (node: string) => `fisco/${node}/id`,
  genesis: "fisco/genesis",
} as const;

/** Id of the certificate that material holds; undefined where it holds none of a chain. */
export function certificateIdIn(material: string): string | undefined {
  return /^fisco\/(.+)\/certificate$/.exec(material)?.[1];
}

/** Name of a chain's certificate in the stack's outputs and wherever its end is shown. */
export function certificateName(id: string): string {
  return `fisco ${id}`;
}

/** What a chain's material is made of. It stays in the encrypted state; authorities' keys are in it and go nowhere else. */
export interface FiscoSources {
  readonly keys: KeySources;
  /** Begin of every certificate's validity. */
  readonly notBefore: Date;
  /** Milliseconds since 1970 that block 0 bears. */
  readonly timestampMs: number;
}

/** Public identities of a chain's nodes. @throws Error when two have the same: in block 0 they would be one sealer */
export function nodeIds(
  { nodes }: Pick<FiscoPlan, "nodes">,
  { random }: Pick<KeySources, "random">,
): Readonly<Record<string, string>> {
  const owner = new Map<string, string>();
  for (const { name } of nodes) {
    const source = random[certificateId.node(name)];
    if (source === undefined) throw new Error(`node ${name}: nothing to make its key of`);
    const id = nodeId(chainKey(Buffer.from(source, "hex")));
    const other = owner.get(id);
    if (other !== undefined)
      throw new Error(
        `nodes ${other} and ${name} have the same key in the state; restore it from a backup from before it was edited`,
      );
    owner.set(id, name);
  }
  return Object.fromEntries([...owner].map(([id, name]) => [name, id]));
}

/** Every name that {@link makeMaterial} gives, and whether its content is secret. Known before any key is. */
export function materialNames(plan: Pick<FiscoPlan, "certificates" | "nodes">): {
  readonly name: string;
  readonly secret: boolean;
}[] {
  const held = plan.certificates.filter(({ use }) => use !== "authority");
  return [
    ...plan.certificates.map(({ id }) => ({ name: fiscoMaterial.certificate(id), secret: false })),
    ...held.map(({ id }) => ({ name: fiscoMaterial.key(id), secret: true })),
    ...plan.nodes.map(({ name }) => ({ name: fiscoMaterial.nodeId(name), secret: false })),
    { name: fiscoMaterial.genesis, secret: false },
  ];
}

/**
 * Content of every file that names material, by that name. Keys are among it; keys of authorities are not, since no file
 * has them. Pure: the same plan and sources give the same text.
 */
export function makeMaterial(plan: FiscoPlan, sources: FiscoSources): ReadonlyMap<string, string> {
  const { notBefore, timestampMs } = sources;
  const issued = issueAll(plan.certificates, sources.keys, { notBefore, validityDays: plan.validityDays });
  const ids = nodeIds(plan, sources.keys);
  const authorities = new Set(plan.certificates.filter(({ use }) => use === "authority").map(({ id }) => id));
  return new Map([
    ...[...issued].flatMap(([id, { bundle, key }]): [string, string][] => [
      [fiscoMaterial.certificate(id), bundle],
      ...(authorities.has(id) ? [] : ([[fiscoMaterial.key(id), key]] satisfies [string, string][])),
    ]),
    ...Object.entries(ids).map(([node, id]): [string, string] => [fiscoMaterial.nodeId(node), id]),
    [fiscoMaterial.genesis, genesisFile(plan, Object.values(ids), timestampMs)],
  ]);
}
