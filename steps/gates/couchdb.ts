import { Links } from "../../hosts/links.js";
import type { PlannedService, ReadyCheck } from "../../topology/model/service.js";
import type { CouchDBReadySpec } from "../specs.js";
import type { Step } from "../step.js";
import { untilServing } from "./until-serving.js";

/** CouchDB says by itself whether it serves, on its server's loopback. */
function couchdbCheck(port: number): ReadyCheck {
  return { kind: "http", host: "127.0.0.1", port, path: "/_up" };
}

/** Does a CouchDB answer `/_up` on its own server? See {@link CouchDBReadySpec}. */
export const couchdbReady: Step<CouchDBReadySpec> = {
  run: ({ port, ...spec }) =>
    Links.during(async (links) => {
      await untilServing({ ...spec, checks: [couchdbCheck(port)], yet: "is not ready" }, links);
      return { name: spec.name, state: "up" };
    }),
};

/** What `pulumi up` asks a service outside a quorum besides Docker; undefined where it asks nothing. */
export function askedOf({ role, ports, ready }: PlannedService): readonly ReadyCheck[] | undefined {
  return role === "couchdb" ? ports.slice(0, 1).map(({ port }) => couchdbCheck(port)) : ready;
}
