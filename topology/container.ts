/**
 * What is the same for every container of ours, whatever its role: the components set it, the plan's text shows it. No
 * user is among it: every container runs as the user that its image names.
 */
export const everyContainer = {
  /** The server's own network: nothing translates between what a node advertises and what others dial. */
  networkMode: "host",
  /** Comes back after a restart of the engine or the server, not after a stop by hand. */
  restart: "unless-stopped",
  logDriver: "json-file",
  /** At most 250 MB of log a container. */
  logOpts: { "max-file": "5", "max-size": "50m" },
} as const;
