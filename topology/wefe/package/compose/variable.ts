import { maskText, namesCredential } from "../../credential.js";
import type { PackageComplaint } from "../findings.js";
import type { InterpolationProblem } from "./interpolate.js";

/** Where a variable is written: at which key, in which text. */
export interface Written {
  readonly key: string;
  readonly text: string;
}

/**
 * What a variable without a value, or a text that is none, is complained about with. What follows a dollar sign may be
 * the end of a password: it is never quoted, and named only where no credential stands.
 */
export function variableComplaint(
  problem: InterpolationProblem,
  envFile: string,
  { key, text }: Written,
): PackageComplaint {
  if (problem.kind === "invalid")
    return {
      message: "what follows the dollar sign is no variable",
      remedy: "write $$ where a dollar sign is meant",
    };
  if (namesCredential(key) || maskText(text) !== text)
    return {
      message: `a variable in ${/^([\w.-]+)=/.exec(text)?.[1] ?? key} has no value`,
      remedy: `write $$ for a dollar sign, or give the variable a value in ${envFile}`,
    };
  const { variable } = problem;
  const remedy = `write ${variable}=… into ${envFile}, or a default: \${${variable}:-…}`;
  if (problem.kind === "unset")
    return {
      message: `the variable ${variable} has no value: Compose would put nothing in its place`,
      remedy,
    };
  return {
    message: `the variable ${variable} must have a value`,
    ...(problem.message === "" ? {} : { found: problem.message }),
    remedy,
  };
}
