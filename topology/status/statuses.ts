import { kinds } from "../networks.js";

/** What each kind of network adds to a stack's status. */
export const kindStatuses = kinds.flatMap(({ status }) => status ?? []);
