/** What a text becomes when variables are put in, and what stood in the way. */
export interface Interpolated {
  readonly text: string;
  readonly problems: readonly InterpolationProblem[];
}

/** `unset`: no value and no default; `required`: the file asks for one by `?`; `invalid`: no variable is meant. */
export type InterpolationProblem =
  | { readonly kind: "unset"; readonly variable: string }
  | { readonly kind: "required"; readonly variable: string; readonly message: string }
  | { readonly kind: "invalid"; readonly written: string };

/** Value of a variable, nothing when it has none. */
export type Lookup = (variable: string) => string | undefined;

const namePattern = /^[A-Za-z_][A-Za-z0-9_]*/;

/**
 * Puts the values of variables into a text as Compose does (Compose specification, 12-interpolation.md): `$NAME`,
 * `${NAME}`, `${NAME:-default}`, `${NAME-default}`, `${NAME:?message}`, `${NAME?message}`, `${NAME:+other}`,
 * `${NAME+other}`, each default again with variables in it, and `$$` for a dollar sign.
 */
export function interpolate(text: string, lookup: Lookup): Interpolated {
  const problems: InterpolationProblem[] = [];
  let out = "";
  let rest = text;
  for (;;) {
    const dollar = rest.indexOf("$");
    if (dollar < 0) return { text: out + rest, problems };
    out += rest.slice(0, dollar);
    rest = rest.slice(dollar + 1);
    const bare = namePattern.exec(rest)?.[0];
    if (rest.startsWith("$")) {
      out += "$";
      rest = rest.slice(1);
    } else if (bare !== undefined) {
      out += put(bare);
      rest = rest.slice(bare.length);
    } else if (rest.startsWith("{")) {
      const end = closing(rest);
      const written = end < 0 ? `$${rest}` : `$${rest.slice(0, end + 1)}`;
      if (end < 0) problems.push({ kind: "invalid", written });
      else out += braced(rest.slice(1, end), written);
      rest = end < 0 ? "" : rest.slice(end + 1);
    } else out += "$";
  }

  function put(variable: string): string {
    const value = lookup(variable);
    if (value === undefined) problems.push({ kind: "unset", variable });
    return value ?? "";
  }

  function braced(content: string, written: string): string {
    const variable = namePattern.exec(content)?.[0];
    const operator = /^(:?)([-?+])/.exec(content.slice(variable?.length ?? 0));
    if (variable === undefined || (operator === null && variable !== content)) {
      problems.push({ kind: "invalid", written });
      return "";
    }
    if (operator === null) return put(variable);
    const value = lookup(variable);
    const has = value !== undefined && (operator[1] === "" || value !== "");
    const word = () => {
      const inner = interpolate(content.slice(variable.length + operator[0].length), lookup);
      problems.push(...inner.problems);
      return inner.text;
    };
    if (operator[2] === "+") return has ? word() : "";
    if (has) return value;
    if (operator[2] === "-") return word();
    problems.push({ kind: "required", variable, message: word() });
    return "";
  }
}

/** Where the brace that stands first is closed; -1 when it is not. */
function closing(text: string): number {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === "{" && (at === 0 || text[at - 1] === "$")) depth++;
    if (text[at] === "}" && --depth === 0) return at;
  }
  return -1;
}
