import type { LoadedSettings } from "../../config/load.js";
import type { ToySettings } from "../../config/toy/schema.js";
import { containerOf, dataVolume, limitsOf, type StackContext } from "../context.js";
import type { NetworkKind, NetworkPart } from "../kind.js";
import type { PlannedService } from "../model/service.js";
import { sortedEntries } from "../names.js";
import { placedOn } from "../placed-on.js";
import { type Rule, referenced, runRules } from "../rules/rule.js";
import { toyRules } from "./quorum.js";

/** A toy network as planned. */
export interface ToyPlan {
  readonly members: readonly string[];
}

declare module "../model/plan.js" {
  interface Networks {
    readonly toy?: ToyPlan;
  }
}

const oddMembers: Rule<ToySettings> = {
  id: "toy-even",
  severity: "warning",
  holds: "toys are an odd number",
  source: "a toy",
  check: ({ members }, at) =>
    Object.keys(members).length % 2 === 1
      ? []
      : [
          at(["members"], {
            message: "an even number of toys",
            found: String(Object.keys(members).length),
            allowed: "an odd number",
            remedy: "add one, or accept toy-even",
          }),
        ],
};

/** A toy network. */
export const toyKind: NetworkKind = {
  key: "toy",
  rules: {
    groups: [{ title: "Toys", rules: [oddMembers] }],
    settings: ({ toy }) => (toy ? runRules([oddMembers], toy, ["toy"]) : []),
  },
  servers: ({ toy }) =>
    Object.entries(toy?.members ?? {}).map(([name, { server }]) => ({
      server,
      path: ["toy", "members", name, "server"],
    })),
  images: ({ toy }) => (toy ? [referenced("toy")] : []),
  placed: ({ servers, toy }: LoadedSettings) =>
    toy ? { toy: { members: placedOn(servers, toy.members) } } : {},
  planner(context) {
    const { toy } = context.settings;
    return toy && { claimPorts: () => {}, plan: () => planToys(context, toy) };
  },
  roles: {
    "toy-member": {
      title: "Toys",
      callers: { client: ["toy-member", "clients"] },
      dataPaths: () => ["/data"],
    },
  },
  phases: ["toy"],
  quorums: [toyRules],
  text: ({ networks: { toy } }) =>
    toy && { title: "Toys", sections: [["Toys", toy.members.join(", ")]], afterPhases: [] },
};

function planToys(context: StackContext, { members }: ToySettings): NetworkPart {
  const services = sortedEntries(members).map(([name, { server }]): PlannedService => {
    const port = context.ports.allocate(server, 7000);
    return {
      name,
      container: containerOf(context, name),
      role: "toy-member",
      phase: "toy",
      server,
      image: "toy",
      command: [],
      env: {},
      hosts: {},
      volumes: [dataVolume(context, name, "data", "/data")],
      files: [],
      ports: [context.placement.sharedPort("client", server, port)],
      limits: limitsOf(context, "toy-member"),
      stopSeconds: 10,
    };
  });
  return {
    services,
    quorums: [{ name: "toys", kind: toyRules.kind, members: services }],
    bridges: [],
    own: { toy: { members: services.map(({ name }) => name) } },
  };
}
