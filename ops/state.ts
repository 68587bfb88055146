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
  /** Its old self is gone and its new self was not made yet. */
  readonly pendingReplacement?: boolean;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
}

/** The random id of the state's network, where one was begun. */
export function networkOf({ deployment }: StateExport): string | undefined {
  const id = deployment?.resources?.find(
    ({ type, urn }) => type === "random:index/randomId:RandomId" && urn.endsWith("::fabric-id"),
  );
  const hex = id?.outputs?.hex;
  return typeof hex === "string" ? hex : undefined;
}

/** Names of the containers that the state knows. One whose creation or replacement was cut off is not known. */
export function knownContainers({ deployment }: StateExport): ReadonlySet<string> {
  const containers = (deployment?.resources ?? []).filter(
    ({ type, pendingReplacement }) => type === "docker:index/container:Container" && !pendingReplacement,
  );
  const names = containers.flatMap(({ inputs, outputs }) => [inputs?.name, outputs?.name]);
  return new Set(names.filter((name) => typeof name === "string"));
}
