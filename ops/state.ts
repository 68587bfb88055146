import { revealed } from "./revealed.js";

/** A stack's state as `pulumi stack export` prints it, as far as it is read here: nothing of it is ever printed. */
export interface StateExport {
  readonly deployment?: {
    readonly resources?: readonly StateResource[];
    readonly pending_operations?: readonly { readonly type: string; readonly resource: StateResource }[];
  };
}

/** One resource of a state. */
export interface StateResource {
  readonly urn: string;
  readonly type: string;
  /** Physical id, e.g. a container's. */
  readonly id?: string;
  /** The component it stands in. */
  readonly parent?: string;
  /** `<urn>::<id>` of its provider. */
  readonly provider?: string;
  readonly protect?: boolean;
  /** URNs of what it waits for. */
  readonly dependencies?: readonly string[];
  /** The same by the property that refers to them. */
  readonly propertyDependencies?: Readonly<Record<string, readonly string[]>>;
  readonly deletedWith?: string;
  /** Its replacement is made and it waits to be deleted. */
  readonly delete?: boolean;
  /** Its old self is gone and its new self was not made yet. */
  readonly pendingReplacement?: boolean;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
}

/** The random id as the program calls it: in a stack with a Fabric network, and in one without. */
const idNames = ["fabric-id", "network-id"];

/** The random id of the state's network, where one was begun. */
export function networkOf({ deployment }: StateExport): string | undefined {
  const id = deployment?.resources?.find(
    ({ type, urn }) => type === "random:index/randomId:RandomId" && idNames.includes(nameIn(urn)),
  );
  const hex = id?.outputs?.hex;
  return typeof hex === "string" ? hex : undefined;
}

/** Names of the containers that the state knows. One whose creation or replacement was cut off is not known. */
export function knownContainers(state: StateExport): ReadonlySet<string> {
  return new Set(known(state, "docker:index/container:Container").flatMap(namesOf));
}

/** Docker networks that the state knows, as `<server> <name>`: several servers have one of the same name. */
export function knownBridges(state: StateExport): ReadonlySet<string> {
  return new Set(
    known(state, "docker:index/network:Network").flatMap((resource) =>
      namesOf(resource).map((name) => `${serverOf(resource) ?? ""} ${name}`),
    ),
  );
}

function known({ deployment }: StateExport, wanted: string): readonly StateResource[] {
  return (deployment?.resources ?? []).filter(
    ({ type, pendingReplacement }) => type === wanted && !pendingReplacement,
  );
}

function namesOf({ inputs, outputs }: StateResource): string[] {
  return [inputs?.name, outputs?.name].filter((name) => typeof name === "string");
}

/** The logical name at the end of a URN. */
export function nameIn(urn: string): string {
  return urn.slice(urn.lastIndexOf("::") + 2);
}

/** The server whose Docker a resource belongs to, by its provider `<server>-docker`. */
export function serverOf({ provider }: Pick<StateResource, "provider">): string | undefined {
  if (provider === undefined || !provider.includes("pulumi:providers:docker::")) return undefined;
  const name = nameIn(provider.slice(0, provider.lastIndexOf("::")));
  return name.endsWith("-docker") ? name.slice(0, -"-docker".length) : undefined;
}

/** A step as the state holds it: its name in `steps/main.ts` and what it was told in `CONSORTIUM_STEP`. */
export interface StateStep {
  /** Resource name, e.g. `kafka-formed`. */
  readonly name: string;
  /** E.g. `formed`. */
  readonly step: string;
  readonly spec: Readonly<Record<string, unknown>>;
}

/** The steps of a state; one whose spec is encrypted is left out. */
export function stepsOf({ deployment }: StateExport): StateStep[] {
  return (deployment?.resources ?? []).flatMap(({ type, urn, inputs, delete: going }) => {
    if (type !== "command:local:Command" || going === true) return [];
    const { create, environment } = revealed(inputs) as {
      readonly create?: unknown;
      readonly environment?: { readonly CONSORTIUM_STEP?: unknown };
    };
    const spec = environment?.CONSORTIUM_STEP;
    if (typeof create !== "string" || typeof spec !== "string") return [];
    return [
      {
        name: nameIn(urn),
        step: create.split(" ").at(-1) ?? "",
        spec: JSON.parse(spec) as StateStep["spec"],
      },
    ];
  });
}
