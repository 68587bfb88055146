/** A member's container. */
export interface ContainerState {
  /** Docker's word (`running`, `exited`, `restarting`, …), `absent`, or `unknown` when the server was not reached. */
  readonly status: string;
  /** How often Docker has restarted it since it was made. */
  readonly restarts: number;
  readonly exitCode?: number;
  /** Docker's own health check, where it has one: `healthy`, `starting`, `unhealthy`. */
  readonly health?: string;
  /** Its label `consortium.spec`. */
  readonly spec?: string;
}
