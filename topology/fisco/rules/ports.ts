import type { Path } from "../../../config/findings.js";
import { type Rule, repeated } from "../../rules/rule.js";
import { placementsOf } from "../placements.js";
import type { FiscoStack } from "./subject.js";

interface WrittenPort {
  readonly node: string;
  readonly server: string;
  readonly key: "p2pPort" | "channelPort" | "rpcPort";
  readonly port: number;
  readonly path: Path;
}

/** Every port that the user wrote. */
function written({ fisco }: Pick<FiscoStack, "fisco">): WrittenPort[] {
  return placementsOf(fisco).flatMap(({ name, settings, path }) =>
    (["p2pPort", "channelPort", "rpcPort"] as const).flatMap((key) => {
      const port = settings[key];
      return port === undefined
        ? []
        : [{ node: name, server: settings.server, key, port, path: [...path, key] }];
    }),
  );
}

/** A node refuses to start with a port that is not between these. */
export const portRange: Rule<FiscoStack> = {
  id: "fisco-port-range",
  severity: "error",
  holds: "the ports of a chain's nodes are 1025 to 65535",
  source: "FISCO-BCOS libinitializer/Common.h: isValidPort, which takes 1024 for too small",
  check(stack, at) {
    return written(stack)
      .filter(({ port }) => port <= 1024)
      .map(({ port, path }) =>
        at(path, {
          message: "a port at which a node does not start",
          found: String(port),
          allowed: "1025 to 65535",
          remedy: "write another one, or leave it out to get the next free one",
        }),
      );
  },
};

/** Of what the user wrote, a port of a server belongs to one use of one node. */
export const portTwice: Rule<FiscoStack> = {
  id: "fisco-port-twice",
  severity: "error",
  holds: "no port that is written for a chain's node is another one's on the same server",
  source: "own",
  check(stack, at) {
    return repeated(written(stack), ({ server, port }) => `${server} ${port}`).flatMap(([first, ...others]) =>
      others.map(({ port, server, path }) =>
        at(path, {
          message: `a port of ${server} that is taken`,
          found: String(port),
          allowed: `a port of its own; ${first?.node} has it as ${first?.key}`,
          remedy: "write another one, or leave it out to get the next free one",
        }),
      ),
    );
  },
};
