import type { Links } from "../../hosts/links.js";
import type { ReadyCheck } from "../../topology/model/service.js";
import type { Watched } from "./failure.js";
import { lookAtService } from "./look-at-service.js";
import { waitOrExplain } from "./wait-or-explain.js";

/** A service outside a quorum that is waited for. */
export interface WaitedService extends Watched {
  readonly checks: readonly ReadyCheck[];
  readonly deadlineSeconds: number;
  /** What it is not until it serves, after its name, e.g. `is not ready`. */
  readonly yet: string;
  /** What to do when the cause of a failure is mended. Default: how a gate of `pulumi up` is gone on with. */
  readonly again?: string;
}

/** Waits until a service serves. @throws Error with what is missing and its last log lines */
export async function untilServing(service: WaitedService, links: Links): Promise<void> {
  const { name, deadlineSeconds, yet, again } = service;
  await waitOrExplain(
    {
      title: `${name} ${yet}`,
      deadlineSeconds,
      look: () => lookAtService(service, links),
      watched: [service],
      ...(again === undefined ? {} : { again }),
    },
    links,
  );
}
