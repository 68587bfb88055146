/** Who must sign, e.g. `Org1MSP.peer`. */
export interface Principal {
  readonly mspId: string;
  readonly role: string;
}

/** What a policy's text says, or where it stops making sense. */
export type PolicyReading =
  | { readonly ok: true; readonly principals: readonly Principal[] }
  | { readonly ok: false; readonly problem: string };

const tokenPattern = /\s*(?:(AND|OR|OutOf)(?=\s*\()|(\d+)|'([^']*)'|([(),]))/iy;

type Token =
  | { readonly kind: "gate"; readonly text: string }
  | { readonly kind: "number"; readonly text: string }
  | { readonly kind: "principal"; readonly text: string }
  | { readonly kind: "mark"; readonly text: string };

class Problem extends Error {}

/** Reads a signature policy in Fabric's language: AND, OR, OutOf over 'MSP.role' (docs, endorsement-policies.rst). */
export function readPolicy(text: string): PolicyReading {
  try {
    const tokens = tokensOf(text);
    const principals = readTerm(tokens);
    const rest = tokens.shift();
    if (rest) throw new Problem(`"${rest.text}" after its end`);
    return { ok: true, principals };
  } catch (error) {
    if (error instanceof Problem) return { ok: false, problem: error.message };
    throw error;
  }
}

function tokensOf(text: string): Token[] {
  const pattern = new RegExp(tokenPattern);
  const tokens: Token[] = [];
  const end = text.trimEnd().length;
  while (pattern.lastIndex < end) {
    const start = pattern.lastIndex;
    const match = pattern.exec(text);
    if (!match) throw new Problem(`not understood from "${text.slice(start, start + 20)}"`);
    const [, gate, number, principal, mark] = match;
    if (gate !== undefined) tokens.push({ kind: "gate", text: gate });
    else if (number !== undefined) tokens.push({ kind: "number", text: number });
    else if (principal !== undefined) tokens.push({ kind: "principal", text: principal });
    else tokens.push({ kind: "mark", text: mark ?? "" });
  }
  return tokens;
}

function readTerm(tokens: Token[]): Principal[] {
  const token = tokens.shift();
  if (token?.kind === "principal") return [principalOf(token.text)];
  if (token?.kind !== "gate")
    throw new Problem(token ? `"${token.text}" where a term should be` : "it ends too early");
  expect(tokens, "(");
  const outOf = token.text.toLowerCase() === "outof";
  const count = outOf ? countOf(tokens) : undefined;
  const terms = readTerms(tokens);
  if (count !== undefined && (count < 1 || count > terms.length))
    throw new Problem(`OutOf(${count}, …) of ${terms.length} can never be met`);
  return terms.flat();
}

function readTerms(tokens: Token[]): Principal[][] {
  const terms = [readTerm(tokens)];
  while (tokens[0]?.text === ",") {
    tokens.shift();
    terms.push(readTerm(tokens));
  }
  expect(tokens, ")");
  return terms;
}

function countOf(tokens: Token[]): number {
  const token = tokens.shift();
  if (token?.kind !== "number") throw new Problem("OutOf without a number");
  expect(tokens, ",");
  return Number(token.text);
}

function expect(tokens: Token[], mark: string): void {
  const token = tokens.shift();
  if (token?.kind !== "mark" || token.text !== mark)
    throw new Problem(
      token ? `"${token.text}" where "${mark}" should be` : `it ends where "${mark}" should be`,
    );
}

function principalOf(text: string): Principal {
  const dot = text.lastIndexOf(".");
  if (dot <= 0) throw new Problem(`'${text}' is not 'MSP.role'`);
  return { mspId: text.slice(0, dot), role: text.slice(dot + 1) };
}
