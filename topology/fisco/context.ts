import type { FiscoSettings } from "../../config/schema.js";
import type { StackContext } from "../context.js";

/** A Solidity source that the console finds by its name. */
export interface ConsoleContract {
  /** Relative to the console's `contracts/solidity`, e.g. `Table.sol`. */
  readonly path: string;
  readonly text: string;
}

/** What the planner of a FISCO BCOS chain needs to know. */
export interface FiscoContext extends StackContext {
  readonly fisco: FiscoSettings;
  /** Sources that the console has besides its own: of contracts that another network of the stack has deployed by it. */
  readonly contracts: readonly ConsoleContract[];
}
