export { type BrokerServer, serveBroker } from "./broker.js";
export { dial } from "./dial.js";
export { SshError, type SshFailure } from "./errors.js";
export { fingerprint, parseHostKey } from "./host-key.js";
export type { ExecOptions, ExecResult, Link } from "./link.js";
export { onAbort } from "./on-abort.js";
export { type DialPolicy, SshPool } from "./pool.js";
export { commandLine, quote } from "./quote.js";
export { describeTarget, type SshCredentials, type SshTarget } from "./target.js";
