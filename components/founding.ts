import * as pulumi from "@pulumi/pulumi";
import type { Finding } from "../config/findings.js";
import { ConfigurationError, throwOnErrors } from "../config/load.js";

/** Ends the program, in the preview already, where a configuration contradicts what was founded. @throws pulumi.RunError */
export function refuseContradictions(stack: string, findings: readonly Finding[]): void {
  try {
    throwOnErrors(stack, findings);
  } catch (error) {
    // The engine prints a RunError as it is, without a stack trace.
    throw error instanceof ConfigurationError ? new pulumi.RunError(error.message) : error;
  }
}
