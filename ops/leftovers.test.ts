import { expect, test } from "vitest";
import type { Labelled } from "./labelled.js";
import { type Leftovers, leftovers } from "./leftovers.js";

function found(name: string, network: string | undefined, server = "s1"): Labelled {
  return { server, name, network, role: "kafka" };
}

const data = found("prod-k1-data", "ours");
const theirs = found("prod-k2-data", "theirs");
const unlabelled = found("prod-k3-data", undefined);

test.each<{
  title: string;
  network: string | undefined;
  containers: Labelled[];
  volumes: Labelled[];
  decision: Leftovers;
}>([
  {
    title: "volumes of the state's network go when no container is left",
    network: "ours",
    containers: [],
    volumes: [data],
    decision: { kind: "purge", volumes: [data], bridges: [], others: [] },
  },
  {
    title: "volumes of another network, or of none, stay",
    network: "ours",
    containers: [],
    volumes: [theirs, data, unlabelled],
    decision: { kind: "purge", volumes: [data], bridges: [], others: [theirs, unlabelled] },
  },
  {
    title: "the registry's volume, which no state holds any more, goes with the rest",
    network: "ours",
    containers: [],
    volumes: [{ ...found("prod-registry-data", "ours"), role: "registry" }],
    decision: {
      kind: "purge",
      volumes: [{ server: "s1", name: "prod-registry-data", network: "ours", role: "registry" }],
      bridges: [],
      others: [],
    },
  },
  {
    title: "a stack without volumes is taken down to the end",
    network: "ours",
    containers: [],
    volumes: [],
    decision: { kind: "purge", volumes: [], bridges: [], others: [] },
  },
  {
    title: "a container of the stack refuses it",
    network: "ours",
    containers: [found("prod-k1", "ours", "k1")],
    volumes: [data],
    decision: { kind: "refuse", reasons: ["container prod-k1 exists on k1"] },
  },
  {
    title: "another network's container of the stack refuses it too",
    network: "ours",
    containers: [found("prod-k1", "theirs", "k1")],
    volumes: [],
    decision: { kind: "refuse", reasons: ["container prod-k1 exists on k1"] },
  },
  {
    title: "without a network in the state nothing is removed, unlabelled volumes least of all",
    network: undefined,
    containers: [],
    volumes: [unlabelled],
    decision: {
      kind: "refuse",
      reasons: ["the state holds no network, so no volume can be told to be its own"],
    },
  },
])("$title", ({ network, containers, volumes, decision }) => {
  expect(leftovers(network, containers, volumes, [])).toEqual(decision);
});

test("Docker networks of the state's network go with its volumes, others stay", () => {
  const bridges = [found("prod-wefe", "ours"), found("prod-wefe", "theirs", "s2")];
  expect(leftovers("ours", [], [], bridges)).toEqual({
    kind: "purge",
    volumes: [],
    bridges: [found("prod-wefe", "ours")],
    others: [],
  });
});
