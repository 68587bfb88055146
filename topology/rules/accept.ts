import { type Finding, suggestion } from "../../config/findings.js";
import { type Rule, runRules } from "./rule.js";

/** A rule as `accept` sees it. */
export interface KnownRule {
  readonly id: string;
  readonly severity: "error" | "warning";
}

/** `accept` names warnings that exist: an error is never accepted, and a misspelt id would accept nothing. */
export function acceptRule(known: readonly KnownRule[]): Rule<readonly string[]> {
  const warnings = known.filter(({ severity }) => severity === "warning").map(({ id }) => id);
  return {
    id: "accept",
    severity: "error",
    check(accepted, at) {
      return accepted.flatMap((id, index) => {
        if (warnings.includes(id)) return [];
        const isError = known.some((rule) => rule.id === id);
        return [
          at([index], {
            message: isError ? "an error cannot be accepted" : "not the id of a warning",
            found: id,
            allowed: warnings.join(", "),
            remedy: isError
              ? "remove it and correct what the error says"
              : (suggestion(id, warnings) ?? "remove it"),
          }),
        ];
      });
    },
  };
}

/** The findings without the warnings that the stack accepts. */
export function withoutAccepted(findings: readonly Finding[], accepted: readonly string[]): Finding[] {
  return findings.filter(({ severity, rule }) => severity === "error" || !accepted.includes(rule));
}

/** What is wrong with the list itself. */
export function checkAccepted(accepted: readonly string[], known: readonly KnownRule[]): Finding[] {
  return runRules([acceptRule(known)], accepted, ["accept"]);
}
