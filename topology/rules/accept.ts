import { type Finding, hasErrors, type RuleDescription, suggestion } from "../../config/findings.js";
import { type Rule, runRules } from "./rule.js";

/** `accept` names warnings that exist: an error is never accepted, and a misspelt id would accept nothing. */
export function acceptRule(
  known: readonly Pick<RuleDescription, "id" | "severity">[],
): Rule<readonly string[]> {
  const warnings = known.filter(({ severity }) => severity === "warning").map(({ id }) => id);
  return {
    id: "accept",
    severity: "error",
    holds: "`accept` names warnings that exist; an error cannot be accepted",
    source: "own: a stack with an error is never brought up",
    check(accepted, at) {
      return accepted.flatMap((id, index) => {
        if (warnings.includes(id)) return [];
        const isError = known.some((rule) => rule.id === id);
        return [
          at([index], {
            message: isError ? "an error cannot be accepted" : "not the id of a warning",
            found: id,
            allowed: [...warnings].sort().join(", "),
            remedy: isError
              ? "remove it and correct what the error says"
              : (suggestion(id, warnings) ?? "remove it"),
          }),
        ];
      });
    },
  };
}

/** What a stack accepts, and every finding it has. */
export interface Acceptance {
  readonly accepted: readonly string[];
  readonly findings: readonly Pick<Finding, "rule">[];
}

/**
 * What is accepted occurs. Such an entry does no harm today, so it is a warning: it would hide the day on which the
 * warning comes back for another reason, which nobody has read.
 */
export const acceptUnused: Rule<Acceptance> = {
  id: "accept-unused",
  severity: "warning",
  holds: "each entry of `accept` names a warning that the stack has, once",
  source: "own: an entry that outlives its warning would hide the next one unread",
  check({ accepted, findings }, at) {
    return accepted.flatMap((id, index) => {
      const again = accepted.indexOf(id) !== index;
      if (!again && findings.some(({ rule }) => rule === id)) return [];
      return [
        at([index], {
          message: again ? "accepted twice" : "accepts a warning that this stack does not have",
          found: id,
          allowed: "warnings that validate shows for this stack, each once",
          remedy: "remove it; write it again when the warning occurs and was read",
        }),
      ];
    });
  },
};

/**
 * The findings without the warnings that the stack accepts, and with what is wrong with its list. Whether an entry is
 * needed is said only of a stack without errors: an error may keep other rules from being asked.
 */
export function settleAccepted(findings: readonly Finding[], accepted: readonly string[]): Finding[] {
  const unused = hasErrors(findings) ? [] : runRules([acceptUnused], { accepted, findings }, ["accept"]);
  return [...findings, ...unused].filter(
    ({ severity, rule }) => severity === "error" || !accepted.includes(rule),
  );
}
