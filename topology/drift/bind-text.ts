import type { PlannedBind } from "../model/service.js";

/** A path of the server that a container sees, as it is compared: whether it may write is part of it. */
export function bindText(from: string, access: PlannedBind["access"]): string {
  return access === "read" ? `${from} (read)` : from;
}
