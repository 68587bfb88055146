import { Links } from "../../hosts/links.js";
import type { PlannedService, ReadyCheck } from "../../topology/model/service.js";
import { untilServing } from "../gates/until-serving.js";
import type { Step } from "../step.js";
import type { CouchDBReadySpec } from "./specs.js";

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

/** What a planned CouchDB is asked: the same. */
export function couchdbChecks({ ports }: PlannedService): readonly ReadyCheck[] {
  return ports.slice(0, 1).map(({ port }) => couchdbCheck(port));
}
