import { type Link, SshError } from "../../ssh/index.js";
import type { Unmet } from "../../topology/quorum/health.js";
import type { Step } from "../main.js";
import type { CouchDBReadySpec } from "../specs.js";
import { containerState } from "./container.js";
import { httpGet, shortReason } from "./exchange.js";
import { failureText } from "./failure.js";
import { isAway, Links } from "./links.js";
import { type Look, Waited, waitUntil } from "./wait.js";

const loopback = "127.0.0.1";

/** Does a CouchDB answer `/_up` on its own server? See {@link CouchDBReadySpec}. */
export const couchdbReady: Step<CouchDBReadySpec> = {
  run: (spec) =>
    Links.during(async (links) => {
      const title = `${spec.name} is not ready`;
      try {
        await waitUntil({
          deadlineSeconds: spec.deadlineSeconds,
          say: (line) => process.stderr.write(`${title}; ${line}\n`),
          look: () => lookAtCouchDB(spec, links),
        });
      } catch (error) {
        if (!(error instanceof Waited)) throw error;
        const { message: reason, unmet } = error;
        throw new Error(await failureText({ title, reason, unmet, watched: [spec] }, links), {
          cause: error,
        });
      }
      return { name: spec.name, state: "up" };
    }),
};

/** Looks once: is its container running, and does it answer? @throws SshError for a wrong host key, a refused login */
export async function lookAtCouchDB(
  { name, container, server, port }: Omit<CouchDBReadySpec, "step" | "deadlineSeconds">,
  links: Pick<Links, "to">,
): Promise<Look> {
  const unmet = (condition: string): Unmet[] => [{ member: name, condition }];
  let link: Link;
  try {
    link = await links.to(server);
  } catch (error) {
    if (!isAway(error)) throw error;
    return { unmet: unmet(`its server does not answer (${shortReason(error)})`), restarts: {} };
  }
  try {
    const { status, restarts } = await containerState(link, container);
    if (status !== "running")
      return { unmet: unmet(`its container is ${status}`), restarts: { [name]: restarts } };
    const answer = await httpGet(await link.connectTcp(loopback, port), loopback, "/_up");
    return {
      unmet: answer.status === 200 ? [] : unmet(`/_up answers ${answer.status}`),
      restarts: { [name]: restarts },
    };
  } catch (error) {
    if (error instanceof SshError && error.failure === "host-key") throw error;
    return { unmet: unmet(shortReason(error)), restarts: {} };
  }
}
