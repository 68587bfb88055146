import type { Host } from "../hosts/host.js";
import { nameIn, type StateExport, type StateResource, serverOf } from "./state.js";

/** A state without one server, and what was taken out of it. */
export interface Forgotten {
  readonly state: StateExport;
  readonly removed: readonly StateResource[];
}

const step = "command:local:Command";

/** The servers that a state's network stands on, as it last reached them. */
export function serversIn(state: StateExport): readonly Host[] {
  const teardown = state.deployment?.resources?.find(isTeardown);
  return teardown ? ((specOf(teardown).servers ?? []) as readonly Host[]) : [];
}

/**
 * Takes out everything that stood on a server: its preparation, its Docker provider with the images, volumes and
 * containers, and every step that follows from one of these, so that the next `up` does it again: gates prove, a peer
 * that comes back empty joins its channels. The teardown, which has a task left, stays and no longer goes to that
 * server. References to what went are taken out of the rest.
 */
export function forgetServer(state: StateExport, server: string): Forgotten {
  const resources = state.deployment?.resources ?? [];
  const gone = new Set<string>();
  for (const { urn, type } of resources)
    if (type === "consortium:server:Server" && nameIn(urn) === server) gone.add(urn);
  for (const resource of resources)
    if (gone.has(resource.parent ?? "") || serverOf(resource) === server) gone.add(resource.urn);
  // A state is in the order of its references: one pass finds the steps that follow from steps.
  for (const resource of resources)
    if (
      resource.type === step &&
      !isTeardown(resource) &&
      referencesOf(resource).some((urn) => gone.has(urn))
    )
      gone.add(resource.urn);

  const { pending_operations: pending, ...deployment } = state.deployment ?? {};
  return {
    removed: resources.filter(({ urn }) => gone.has(urn)),
    state: {
      ...state,
      deployment: {
        ...deployment,
        resources: resources
          .filter(({ urn }) => !gone.has(urn))
          .map((resource) => pruned(isTeardown(resource) ? notGoingTo(server, resource) : resource, gone)),
        ...(pending ? { pending_operations: pending.filter(({ resource }) => !gone.has(resource.urn)) } : {}),
      },
    },
  };
}

function referencesOf({ dependencies = [], propertyDependencies = {} }: StateResource): string[] {
  return [...dependencies, ...Object.values(propertyDependencies).flat()];
}

function pruned(resource: StateResource, gone: ReadonlySet<string>): StateResource {
  const { deletedWith, dependencies, propertyDependencies, ...rest } = resource;
  const left = (urns: readonly string[]) => urns.filter((urn) => !gone.has(urn));
  return {
    ...rest,
    ...(dependencies ? { dependencies: left(dependencies) } : {}),
    ...(propertyDependencies
      ? {
          propertyDependencies: Object.fromEntries(
            Object.entries(propertyDependencies).map(([property, urns]) => [property, left(urns)]),
          ),
        }
      : {}),
    ...(deletedWith === undefined || gone.has(deletedWith) ? {} : { deletedWith }),
  };
}

/** The one step with work at its end: it removes the volumes on every server it was told of. */
function isTeardown({ type, inputs }: StateResource): boolean {
  return type === step && typeof inputs?.delete === "string" && inputs.delete.endsWith(" teardown");
}

function specOf({ inputs }: StateResource): Readonly<Record<string, unknown>> {
  const environment = inputs?.environment as { readonly CONSORTIUM_STEP?: unknown } | undefined;
  const text = environment?.CONSORTIUM_STEP;
  return typeof text === "string" ? (JSON.parse(text) as Readonly<Record<string, unknown>>) : {};
}

function notGoingTo(server: string, resource: StateResource): StateResource {
  const { servers = [], ...spec } = specOf(resource);
  const left = (servers as readonly Host[]).filter(({ name }) => name !== server);
  const text = JSON.stringify({ ...spec, servers: left });
  const edited = (properties: StateResource["inputs"]) =>
    properties && {
      ...properties,
      environment: { ...(properties.environment as object), CONSORTIUM_STEP: text },
    };
  const [inputs, outputs] = [edited(resource.inputs), edited(resource.outputs)];
  return { ...resource, ...(inputs ? { inputs } : {}), ...(outputs ? { outputs } : {}) };
}
