import type { Cursor } from "./cursor.js";

/** What `deploy` and the older keys say of one service's share of its server. */
export interface Resources {
  readonly memoryMiB?: number;
  readonly cpus?: number;
}

/** Reads `deploy`: its limits. More than one container of a service is refused, and one that stays down. */
export function readDeploy(cursor: Cursor): Resources {
  const { resources, restart_policy, replicas, mode } = cursor.known("services.NAME.deploy");
  if (replicas !== undefined) onlyOne(replicas);
  mode?.oneOf(["replicated"], "take it out");
  const { limits, reservations } = resources?.known("services.NAME.deploy.resources") ?? {};
  reservations?.known("services.NAME.deploy.resources.reservations");
  const { cpus, memory } = limits?.known("services.NAME.deploy.resources.limits") ?? {};
  const { condition } = restart_policy?.known("services.NAME.deploy.restart_policy") ?? {};
  if (condition?.oneOf(["none", "on-failure", "any"], "use one of these") === "none") staysDown(condition);
  return limitsOf(memory, cpus);
}

/** Limits as numbers; 0 is Docker's word for none. */
export function limitsOf(memory: Cursor | undefined, cpus: Cursor | undefined): Resources {
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

/** Refuses a `restart` that says otherwise than what holds for every container of ours: it comes back. */
export function judgeRestart(cursor: Cursor): void {
  const text = cursor.text();
  if (text === undefined) return;
  if (/^on-failure:\d+$/.test(text))
    cursor.refuse("gives up after some failures and stays down", "write on-failure");
  else if (cursor.oneOf(["no", "on-failure", "always", "unless-stopped"], "use one of these") === "no")
    staysDown(cursor);
}

function staysDown(cursor: Cursor): void {
  cursor.refuse(
    "stays down when it ends, but containers of the stack come back: what runs once would run for ever",
    "write always if it is a service, else take it out and run it by hand",
  );
}
