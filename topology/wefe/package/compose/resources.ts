import type { VendorService } from "../types.js";
import type { Cursor } from "./cursor.js";

/** What `deploy` and the older keys say of one service's share of its server. */
export interface Resources {
  readonly memoryMiB?: number;
  readonly cpus?: number;
  readonly restart?: VendorService["restart"];
}

/** Reads `deploy`: limits and restarts; more than one container of a service is refused. */
export function readDeploy(cursor: Cursor): Resources {
  const { resources, restart_policy, replicas, mode } = cursor.known("services.NAME.deploy");
  if (replicas !== undefined) onlyOne(replicas);
  mode?.oneOf(["replicated"], "take it out");
  const { limits, reservations } = resources?.known("services.NAME.deploy.resources") ?? {};
  reservations?.known("services.NAME.deploy.resources.reservations");
  const { cpus, memory } = limits?.known("services.NAME.deploy.resources.limits") ?? {};
  const { condition } = restart_policy?.known("services.NAME.deploy.restart_policy") ?? {};
  const restarts = { none: "no", "on-failure": "on-failure", any: "always" } as const;
  const when = condition?.oneOf(["none", "on-failure", "any"], "use one of these");
  return {
    ...limitsOf(memory, cpus),
    ...(when === undefined ? {} : { restart: restarts[when] }),
  };
}

/** Limits as numbers; 0 is Docker's word for none. */
export function limitsOf(memory: Cursor | undefined, cpus: Cursor | undefined): Omit<Resources, "restart"> {
  const [memoryMiB, processors] = [memory?.mebibytes(), cpus?.number()];
  return {
    ...(memoryMiB === undefined || memoryMiB === 0 ? {} : { memoryMiB }),
    ...(processors === undefined || processors === 0 ? {} : { cpus: processors }),
  };
}

/** Refuses every number of containers but one. */
export function onlyOne(cursor: Cursor): void {
  const count = cursor.whole();
  if (count !== undefined && count !== 1)
    cursor.refuse(
      "asks for several containers of one service",
      "write 1: the stack says where services run",
      "1",
    );
}

/** Reads `restart`. */
export function readRestart(cursor: Cursor): VendorService["restart"] | undefined {
  const text = cursor.text();
  if (text !== undefined && /^on-failure:\d+$/.test(text))
    return cursor.refuse("gives up after some failures and stays down", "write on-failure");
  return cursor.oneOf(["no", "on-failure", "always", "unless-stopped"], "use one of these");
}
