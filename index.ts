import { makeNetworks } from "./components/networks.js";
import { loadCheckedStack } from "./components/stack.js";

const stack = await loadCheckedStack();
// The SDK takes a stack trace for every promise, to name those that leak. Mapping them to TypeScript took a third of a
// preview's time; set only now, as some packages read their own trace while they load.
if (!process.env.PULUMI_DEBUG_PROMISE_LEAKS) Error.stackTraceLimit = 2;
/** `StackOutputs`, and what each server's firewall has to let in, besides SSH from the operator. */
export default { ...makeNetworks(stack), flows: stack.plan.flows };
