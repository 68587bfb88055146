import type { SshTarget } from "./ssh/target.js";

/** A server as it is reached: its name in the plan, its address in the network, and the login. */
export interface Host {
  readonly name: string;
  readonly address: string;
  readonly ssh: SshTarget;
}
