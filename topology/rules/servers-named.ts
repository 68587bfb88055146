import type { LoadedSettings } from "../../config/load.js";
import type { ServerNamed } from "../kind.js";
import { kinds } from "../networks.js";

/** Every place where the settings name a server for one service, and for the registry. */
export function serversNamed(settings: LoadedSettings): ServerNamed[] {
  const { registry } = settings.images;
  return [
    ...kinds.flatMap((kind) => kind.servers(settings)),
    ...(registry ? [{ server: registry.server, path: ["images", "registry", "server"] }] : []),
  ];
}
