import { addressText, overlaps, parseNetwork } from "../../topology/ipv4.js";
import type { PreflightSpec } from "../specs.js";
import type { DockerNetwork, Facts } from "./facts.js";
import { about, fail, type PreflightRow, pass } from "./report.js";

/**
 * Subnets of the bridge networks that services will be in. One that overlaps a route or another Docker network would
 * take packets that are meant for others, or Docker would refuse it half-way (WeFe deployment manual, 7.12).
 */
export function checkBridges(spec: PreflightSpec, facts: Facts): PreflightRow[] {
  const planned = spec.bridges ?? [];
  if (planned.length === 0) return [];
  const others = facts.networks.filter((one) => !isOurs(spec, one));
  const taken = planned.flatMap(({ name, subnet }) => {
    const namesake = others.find((one) => one.name === name);
    return [
      ...(namesake ? [about(name, nameTaken(namesake))] : []),
      ...whoUses(subnet, others, facts).map((user) =>
        about(
          subnet,
          fail(
            "docker network",
            `overlaps ${user}`,
            `free for Docker network ${name}`,
            "choose another subnet in the stack file, or remove what uses it there",
          ),
        ),
      ),
    ];
  });
  const wanted = planned.map(({ subnet }) => subnet).join(", ");
  return taken.length > 0 ? taken : [pass("docker network", "free or ours", wanted)];
}

/** A planned network that an earlier run of this stack has made; its subnet may be about to change. */
function isOurs({ stack, network, bridges = [] }: PreflightSpec, one: DockerNetwork): boolean {
  return one.stack === stack && one.network === network && bridges.some(({ name }) => name === one.name);
}

function nameTaken({ network }: DockerNetwork): PreflightRow {
  return network === ""
    ? fail(
        "docker network",
        "there is one that is not ours",
        "absent or ours",
        "rename or remove it: docker network rm",
      )
    : fail(
        "docker network",
        `belongs to network ${network}`,
        "absent or ours",
        "use the state it was made with, take it down there first, or give this stack another name",
      );
}

/** What the subnet would collide with; the default route goes everywhere and says nothing about use. */
function whoUses(subnet: string, others: readonly DockerNetwork[], { networks, routes }: Facts): string[] {
  const wanted = parseNetwork(subnet);
  if (!wanted) return [];
  const clashes = (text: string) => {
    const network = parseNetwork(text);
    return network !== undefined && overlaps(network, wanted);
  };
  const bridges = new Set(networks.map(({ device }) => device));
  return [
    ...others.flatMap(({ name, subnets }) =>
      subnets.filter(clashes).map((taken) => `Docker network ${name} (${taken})`),
    ),
    ...routes
      .filter(({ to, device }) => to.bits > 0 && !bridges.has(device) && overlaps(to, wanted))
      .map(({ to, device }) => `the route to ${addressText(to.first)}/${to.bits} by ${device}`),
  ];
}
