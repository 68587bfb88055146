import { notKnown } from "../../rules/not-known.js";
import { type Rule, repeated } from "../../rules/rule.js";
import { placedSidesOf, unionName } from "../sides.js";
import { pathOf, type WefeStack } from "./subject.js";

/** The union and every member stand on servers that the stack knows. */
export const unknownServer: Rule<WefeStack> = {
  id: "wefe-unknown-server",
  severity: "error",
  holds: "the union and every member stand on servers that the stack knows",
  source: "own",
  check(stack, at) {
    const known = Object.keys(stack.servers);
    return placedSidesOf(stack)
      .filter(({ server }) => !known.includes(server))
      .map((side) => at([...pathOf(side), "server"], notKnown(side.server, known)));
  },
};

/** A union is placed here, or it is there already. */
export const unionPlace: Rule<WefeStack> = {
  id: "wefe-union-place",
  severity: "error",
  holds: "a union has a server, or a URL where it is there already, and not both",
  source: "WeFe deployment manual, 3",
  check({ wefe: { union } }, at) {
    if ((union.server === undefined) !== (union.url === undefined)) return [];
    return [
      at(["wefe", "union"], {
        message:
          union.server === undefined ? "nothing says where the union is" : "the union is in two places",
        found:
          union.server === undefined ? "neither server nor url" : `server ${union.server} and ${union.url}`,
        allowed: "server: NAME to make one, or url: http://ADDRESS:8086/union-service/ to use one",
        remedy: union.server === undefined ? "write one of them" : "take one of them out",
      }),
    ];
  },
};

/** A federation that neither has a union of its own nor a member is nothing to make. */
export const nothingPlaced: Rule<WefeStack> = {
  id: "wefe-nothing-placed",
  severity: "error",
  holds: "a union is placed, or a member is",
  source: "own",
  check({ wefe: { union, members } }, at) {
    if (union.server !== undefined || Object.keys(members).length > 0) return [];
    return [
      at(["wefe", "members"], {
        message: "nothing would be made",
        found: "no union on a server and no member",
        allowed: "a union on a server, or members",
        remedy: "name a member and its server",
      }),
    ];
  },
};

/** Services of two members would ask for the same ports, names and folders. */
export const memberServer: Rule<WefeStack> = {
  id: "wefe-member-server",
  severity: "error",
  holds: "no two members stand on one server; a union and a member may",
  source: "WeFe deployment manual, 1",
  check(stack, at) {
    const members = placedSidesOf(stack).filter(({ side }) => side === "member");
    return repeated(members, ({ server }) => server).flatMap(([first, ...others]) =>
      others.map((member) =>
        at([...pathOf(member), "server"], {
          message: "two members on one server",
          found: `${first?.name} and ${member.name} on ${member.server}`,
          allowed: "a server for each member",
          remedy: "put one of them on another server",
        }),
      ),
    );
  },
};

/** A member's name begins those of its containers, beside the union's. */
export const memberName: Rule<WefeStack> = {
  id: "wefe-member-name",
  severity: "error",
  holds: "no member is called union, and members' names differ in more than case",
  source: "own: the name begins those of containers and volumes",
  check({ wefe: { members } }, at) {
    const names = [unionName, ...Object.keys(members)];
    return repeated(names, (name) => name.toLowerCase()).flatMap(([first, ...others]) =>
      others.map((name) =>
        at(["wefe", "members", name], {
          message: "a name that is taken",
          found: name,
          allowed: `names that differ in more than case; ${first} is there already`,
          remedy: "give the member another name",
        }),
      ),
    );
  },
};

/** The manual recommends servers of their own for what everybody depends on. */
export const sharedServer: Rule<WefeStack> = {
  id: "wefe-shared-server",
  severity: "warning",
  holds: "outside trial the union and a member stand on different servers",
  source: "WeFe deployment manual, 3: better stability, and easier to maintain",
  check(stack, at) {
    const sides = placedSidesOf(stack);
    const union = sides.find(({ side }) => side === "union");
    return sides
      .filter(({ side, server, tier }) => side === "member" && server === union?.server && tier !== "trial")
      .map((member) =>
        at([...pathOf(member), "server"], {
          message: "a member stands beside the union that all members depend on",
          found: `${member.name} on ${member.server}`,
          allowed: "a server of its own",
          remedy: "put it on another server, or accept wefe-shared-server",
        }),
      );
  },
};
