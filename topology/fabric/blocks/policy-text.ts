/**
 * A signature policy as a tree: a principal such as `Org1MSP.peer`, or so many of several.
 * `AND` and `OR` are such gates too, with all or one of their parts.
 */
export type SignatureTree = string | SignatureGate;

/** `outOf` of the parts `of` must sign. */
export interface SignatureGate {
  readonly outOf: number;
  readonly of: readonly SignatureTree[];
}

/** Roles a principal may have, as Fabric names them. */
export const roles = ["member", "admin", "client", "peer", "orderer"] as const;
export type PrincipalRole = (typeof roles)[number];

const principal = new RegExp(`^[A-Za-z0-9.-]+\\.(?:${roles.join("|")})$`);
const token = /\s*(?:([A-Za-z]+)\s*(?=\()|([(),])|'([^']*)'|"([^"]*)"|(\d+))/y;

/**
 * Reads a policy in Fabric's language, e.g. `OR('Org1MSP.peer', AND('Org2MSP.admin', 'Org3MSP.member'))` or
 * `OutOf(2, 'A.peer', 'B.peer', 'C.peer')`.
 * @throws Error that says what is wrong and where.
 */
export function parseSignaturePolicy(text: string): SignatureGate {
  let at = 0;
  const fail = (what: string): never => {
    throw new Error(`policy ${JSON.stringify(text)}: ${what} at character ${at + 1}`);
  };
  const next = () => {
    token.lastIndex = at;
    const found = token.exec(text);
    if (!found) return fail(text.slice(at).trim() === "" ? "it ends too early" : "unexpected text");
    at = token.lastIndex;
    const [, gate, mark, single, double, number] = found;
    return { gate: gate?.toLowerCase(), mark, quoted: single ?? double, number };
  };

  const parts = (): { trees: SignatureTree[]; count: number | undefined } => {
    if (next().mark !== "(") fail("expected (");
    const trees: SignatureTree[] = [];
    let count: number | undefined;
    for (let first = true; ; first = false) {
      const found = next();
      if (found.gate !== undefined) trees.push(gate(found.gate));
      else if (found.quoted !== undefined) {
        if (!principal.test(found.quoted)) fail(`"${found.quoted}" is not MSPID.role (${roles.join(", ")})`);
        trees.push(found.quoted);
      } else if (found.number !== undefined && first) count = Number(found.number);
      else fail("expected a quoted principal or a gate");
      const { mark } = next();
      if (mark === ")") return { trees, count };
      if (mark !== ",") fail("expected , or )");
    }
  };

  const gate = (name: string): SignatureGate => {
    const { trees, count } = parts();
    if (name !== "and" && name !== "or" && name !== "outof")
      fail(`unknown gate ${name}; use AND, OR or OutOf`);
    if (name !== "outof" && count !== undefined) fail("only OutOf takes a number");
    if (trees.length === 0) fail("a gate needs at least one principal");
    const outOf = name === "and" ? trees.length : name === "or" ? 1 : count;
    if (outOf === undefined) return fail("OutOf takes a number first");
    if (outOf > trees.length) fail(`${outOf} of ${trees.length} can never sign`);
    return { outOf, of: trees };
  };

  const start = next();
  if (start.gate === undefined) return fail("expected AND(, OR( or OutOf(");
  const tree = gate(start.gate);
  if (text.slice(at).trim() !== "") fail("unexpected text after the end");
  return tree;
}
