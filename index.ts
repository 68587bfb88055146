import { FabricNetwork } from "./components/fabric/fabric-network.js";
import { loadCheckedStack } from "./components/stack.js";

const stack = await loadCheckedStack();
// The SDK takes a stack trace for every promise, to name those that leak. Mapping them to TypeScript took a third of a
// preview's time; set only now, as some packages read their own trace while they load.
if (!process.env.PULUMI_DEBUG_PROMISE_LEAKS) Error.stackTraceLimit = 2;
const network = new FabricNetwork("fabric", stack);

/** Where clients reach the network. */
export const endpoints = network.endpoints;
/** How an application of each organisation connects, without keys. */
export const connectionProfiles = network.connectionProfiles;
/** The same with certificates and keys of the organisation's admins and users in it. Secret. */
export const privateProfiles = network.privateProfiles;
/** End of validity of every certificate. */
export const certificates = network.certificates;
/** What `./consortium` needs to operate the network. Secret. */
export const operations = network.operations;
/** What runs. */
export const versions = network.versions;
/** What each server's firewall has to let in, besides SSH from the operator. */
export const flows = stack.plan.flows;
