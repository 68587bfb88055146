import { containerOf, dataVolume, limitsOf } from "../context.js";
import type { PlannedService } from "../model/service.js";
import type { FabricContext } from "./context.js";
import { material } from "./material.js";
import type { PlacedPeer } from "./placed-peer.js";
import { rolePorts } from "./roles.js";

/** The state database of one peer, on its server, reachable from there only. */
export interface CouchDB extends PlannedService {
  readonly httpPort: number;
}

/** Login name the peer uses; the password is generated. */
export const couchdbUser = "fabric";

/** CouchDB beside a peer, tuned as Fabric's own image was (n=1, q=8, max_dbs_open=8000). */
export function planCouchDB(context: FabricContext, peer: PlacedPeer): CouchDB {
  const name = `couchdb-${peer.name}`;
  const http = context.ports.allocate(peer.server, rolePorts.couchdb.http);
  return {
    name,
    container: containerOf(context, name),
    owner: peer.organization,
    belongsTo: peer.name,
    role: "couchdb",
    phase: "couchdb",
    server: peer.server,
    image: "couchdb",
    command: [],
    env: {},
    hosts: {},
    volumes: [dataVolume(context, name, "data", "/opt/couchdb/data")],
    files: [
      {
        path: "/opt/couchdb/etc/local.d/10-consortium.ini",
        mode: "0644",
        source: {
          kind: "text",
          text: `[chttpd]\nbind_address = ${context.placement.ownAddress()}\nport = ${http}\n\n[couchdb]\nsingle_node = true\nmax_dbs_open = 8000\n\n[cluster]\nn = 1\nq = 8\n`,
        },
      },
      {
        path: "/opt/couchdb/etc/local.d/20-admins.ini",
        mode: "0600",
        source: { kind: "material", name: material.couchdbAdmins(peer.name) },
      },
    ],
    ports: [context.placement.ownPort("http", http)],
    limits: limitsOf(context, "couchdb"),
    stopSeconds: 30,
    httpPort: http,
  };
}
