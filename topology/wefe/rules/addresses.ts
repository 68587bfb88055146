import { isIP } from "node:net";
import type { Path } from "../../../config/findings.js";
import type { Rule } from "../../rules/rule.js";
import type { WefeStack } from "./subject.js";

/** Addresses of middleware that is there already, with their places in the stack file. */
function existingOf({ wefe: { union, members } }: WefeStack): { path: Path; address: string }[] {
  const of = (base: Path, existing: Readonly<Record<string, string | undefined>>) =>
    Object.entries(existing).flatMap(([key, address]) =>
      address === undefined ? [] : [{ path: [...base, "existing", key], address }],
    );
  return [
    ...of(["wefe", "union"], union.existing),
    ...Object.entries(members).flatMap(([name, { existing }]) => of(["wefe", "members", name], existing)),
  ];
}

/** Loopback and unspecified addresses: in a container they are the container itself. */
const loopback = /^(127\.|0\.0\.0\.0$|localhost$|\[?::1?\]?$)/i;

/** What is written as an address must lead to a server, from every container. */
export const noLoopback: Rule<WefeStack> = {
  id: "wefe-loopback",
  severity: "error",
  holds: "no address of a union or of middleware is a loopback one",
  source: "WeFe deployment manual, 3.3 and 7.2; WeFe FAQ 2.1: in a container it is the container itself",
  check(stack, at) {
    const { url } = stack.wefe.union;
    const host = url !== undefined && URL.canParse(url) ? new URL(url).hostname : undefined;
    return [
      ...(host === undefined ? [] : [{ path: ["wefe", "union", "url"], address: host }]),
      ...existingOf(stack),
    ]
      .filter(({ address }) => loopback.test(address))
      .map(({ path, address }) =>
        at(path, {
          message: "in a container this address is the container itself",
          found: address,
          allowed: "the server's address in the network that the others dial it in",
          remedy: "take the address that `ip -brief address` shows on that server",
        }),
      );
  },
};

/** Entries of `extra_hosts` hold addresses. */
export const existingAddress: Rule<WefeStack> = {
  id: "wefe-existing-address",
  severity: "error",
  holds: "middleware that is there already is named by its address",
  source: "Compose specification: extra_hosts holds IP addresses",
  check(stack, at) {
    return existingOf(stack)
      .filter(({ address }) => isIP(address) === 0 && !loopback.test(address))
      .map(({ path, address }) =>
        at(path, {
          message: "a host entry cannot hold a name",
          found: address,
          allowed: "an IP address",
          remedy: `write its address: getent hosts ${address}`,
        }),
      );
  },
};
