import type { LoadedSettings } from "../../config/load.js";
import { type Rule, repeated } from "./rule.js";

/** Two servers never share a login: it would lead to one machine, which then is two servers at once. */
export const loginTwice: Rule<LoadedSettings> = {
  id: "login-twice",
  severity: "error",
  holds: "each server is logged in to at a place of its own",
  source: "own: two entries for one machine would both change it",
  check({ servers }, at) {
    const logins = Object.entries(servers).map(([name, { address, ssh }]) => ({
      name,
      written: ssh.host !== undefined,
      // Behind different jump hosts the same address may be two machines.
      login: `${ssh.host ?? address}:${ssh.port}${ssh.jump === undefined ? "" : ` through ${ssh.jump}`}`,
    }));
    return repeated(logins, ({ login }) => login)
      .filter((group) => group.some(({ written }) => written))
      .flatMap(([first, ...others]) =>
        others.map(({ name, login }) =>
          at(["servers", name, "ssh", "host"], {
            message: "the login of another server",
            found: `${login}, which is also ${first?.name}'s`,
            allowed: "a host, a port or a jump host of its own",
            remedy: "correct one of the two, or keep one server and place the roles of both on it",
          }),
        ),
      );
  },
};
