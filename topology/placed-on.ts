import type { LoadedSettings } from "../config/load.js";

/** Those of a map that stand on servers which the settings know. */
export function placedOn<T extends { readonly server: string }>(
  servers: LoadedSettings["servers"],
  map: Readonly<Record<string, T>>,
): Record<string, T> {
  return Object.fromEntries(Object.entries(map).filter(([, { server }]) => Object.hasOwn(servers, server)));
}
