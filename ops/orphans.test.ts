import { describe, expect, test } from "vitest";
import type { Labelled } from "./labelled.js";
import { orphans } from "./orphans.js";
import type { StateExport, StateResource } from "./state.js";

const networkId: StateResource = {
  urn: "urn:pulumi:dev::consortium::consortium:fabric:FabricNetwork$random:index/randomId:RandomId::fabric-id",
  type: "random:index/randomId:RandomId",
  outputs: { hex: "ours" },
};

function container(name: string, rest: Partial<StateResource> = {}): StateResource {
  return {
    urn: `urn:pulumi:dev::consortium::docker:index/container:Container::${name}`,
    type: "docker:index/container:Container",
    inputs: { name },
    outputs: { name },
    ...rest,
  };
}

function stateOf(resources: readonly StateResource[], creating: readonly StateResource[] = []): StateExport {
  return {
    deployment: {
      resources,
      pending_operations: creating.map((resource) => ({ type: "creating", resource })),
    },
  };
}

function found(name: string, rest: Partial<Labelled> = {}): Labelled {
  return { server: "s1", name, network: "ours", role: "kafka", ...rest };
}

describe("a container left behind by a killed run", () => {
  test.each<{ title: string; state: StateExport; seen: Labelled; becomes: "removed" | "left" | "kept" }>([
    {
      title: "known to the state stays",
      state: stateOf([networkId, container("dev-k1")]),
      seen: found("dev-k1"),
      becomes: "kept",
    },
    {
      title: "unknown to the state is removed",
      state: stateOf([networkId]),
      seen: found("dev-k1"),
      becomes: "removed",
    },
    {
      title: "whose creation was cut off is removed",
      state: stateOf([networkId], [container("dev-k1")]),
      seen: found("dev-k1"),
      becomes: "removed",
    },
    {
      title: "whose replacement was cut off is removed",
      state: stateOf([networkId, container("dev-k1", { pendingReplacement: true })]),
      seen: found("dev-k1"),
      becomes: "removed",
    },
    {
      title: "known by its output name alone stays",
      state: stateOf([networkId, container("dev-k1", { inputs: {} })]),
      seen: found("dev-k1"),
      becomes: "kept",
    },
    {
      title: "of a volume's name is not known",
      state: stateOf([networkId, container("dev-k1", { type: "docker:index/volume:Volume" })]),
      seen: found("dev-k1"),
      becomes: "removed",
    },
    {
      title: "of another network is left",
      state: stateOf([networkId]),
      seen: found("dev-k1", { network: "theirs" }),
      becomes: "left",
    },
    {
      title: "without a network is left",
      state: stateOf([networkId]),
      seen: found("dev-k1", { network: undefined }),
      becomes: "left",
    },
    {
      title: "is left when the state holds no network",
      state: stateOf([]),
      seen: found("dev-k1"),
      becomes: "left",
    },
    { title: "is left when there is no state at all", state: {}, seen: found("dev-k1"), becomes: "left" },
    {
      title: "of an admin operation is removed",
      state: stateOf([networkId]),
      seen: found("dev-admin-1", { network: undefined, role: "admin" }),
      becomes: "removed",
    },
    {
      title: "of another network's admin operation is left",
      state: stateOf([networkId]),
      seen: found("dev-admin-1", { network: "theirs", role: "admin" }),
      becomes: "left",
    },
  ])("$title", ({ state, seen, becomes }) => {
    const { remove, leave } = orphans(state, "container", [seen]);
    expect([remove, leave.map((left) => left.found)]).toEqual([
      becomes === "removed" ? [seen] : [],
      becomes === "left" ? [seen] : [],
    ]);
  });
});

test("what is left behind is left with its reason", () => {
  const { leave } = orphans(stateOf([networkId]), "container", [found("dev-k1", { network: "theirs" })]);
  expect(leave.map(({ reason }) => reason)).toEqual(["it belongs to network theirs, the state's is ours"]);
});

describe("a Docker network left behind by a killed run", () => {
  const bridge = (server: string) => found("dev-wefe", { server, role: undefined });
  const state = stateOf([
    networkId,
    {
      urn: "urn:pulumi:dev::consortium::docker:index/network:Network::dev-wefe-on-m1",
      type: "docker:index/network:Network",
      provider: "urn:pulumi:dev::consortium::pulumi:providers:docker::m1-docker::0c0c",
      inputs: { name: "dev-wefe" },
      outputs: { name: "dev-wefe" },
    },
  ]);

  test("is one that the state does not know on that server", () => {
    const { remove, leave } = orphans(state, "network", [bridge("m1"), bridge("m2")]);
    expect({ remove, leave }).toEqual({ remove: [bridge("m2")], leave: [] });
  });

  test("is left when it is of another network", () => {
    const theirs = { ...bridge("m2"), network: "theirs" };
    expect(orphans(state, "network", [theirs])).toEqual({
      remove: [],
      leave: [{ found: theirs, reason: "it belongs to network theirs, the state's is ours" }],
    });
  });
});
