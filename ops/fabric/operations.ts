import { lastLines } from "../../hosts/process.js";
import type { Operations } from "../../steps/fabric/specs.js";
import type { StackPlace } from "../place.js";
import { attemptPulumi } from "../pulumi.js";
import { UsageError } from "../verb.js";

/**
 * What day-2 commands need of a stack's Fabric network, from its secret output `operations`.
 * @throws UsageError when the stack cannot be read, was never brought up, or has no Fabric network.
 */
export async function readOperations({
  stack,
  folder,
}: Pick<StackPlace, "stack" | "folder">): Promise<Operations> {
  const done = await attemptPulumi(
    ["stack", "output", "operations", "--json", "--show-secrets", "--non-interactive"],
    { stack, folder, timeoutSeconds: 120 },
  );
  if (done.code !== 0)
    throw new UsageError(
      `cannot read the output "operations" of stack ${stack}; it is there after pulumi up\n${lastLines(done.stderr, 5)}`,
    );
  return fabricIn(JSON.parse(done.stdout) as ToldByStack);
}

/** The output as every stack has it; what is Fabric's is there in a stack with a Fabric network. */
export type ToldByStack = Pick<Operations, "stack"> & Partial<Operations>;

/** What is told of a Fabric network. @throws UsageError where the stack has none */
export function fabricIn(told: ToldByStack): Operations {
  if (tellsOfFabric(told)) return told;
  throw new UsageError(`stack ${told.stack} has no Fabric network, and this verb is about one`);
}

/** Whether what a stack tells its operators is of a Fabric network. */
export function tellsOfFabric(told: ToldByStack): told is Operations {
  return told.organizations !== undefined;
}
