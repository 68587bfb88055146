import * as pulumi from "@pulumi/pulumi";
import { type Finding, formatPath, type Path } from "../config/findings.js";
import type { StackInput } from "../config/schema.js";

type Images = NonNullable<StackInput["images"]>;
type Credentials = NonNullable<Images["credentials"]>;

/**
 * What stands under `consortium:` in a stack file, as an object. All of it is planned before any resource is registered,
 * so every value is a plain one. The registry's password alone may be an Output, of a secret or of another resource.
 */
export type ConsortiumSettings = Omit<StackInput, "images"> & {
  readonly images?:
    | (Omit<Images, "credentials"> & {
        readonly credentials?:
          | (Omit<Credentials, "password"> & { readonly password: pulumi.Input<string> })
          | undefined;
      })
    | undefined;
};

/** Settings as the schema reads them, and what it must not or cannot read. */
export interface PlainSettings {
  /** The settings without the values that are not known yet; a stand-in where the registry's password is one. */
  readonly raw: Readonly<Record<string, unknown>>;
  /** The registry's password, if it is not known yet. */
  readonly password: pulumi.Input<string> | undefined;
  /** A finding for every other value that is not known yet. */
  readonly findings: readonly Finding[];
}

/** Takes out of the settings what is known only after resources are registered. */
export function plainSettings(settings: ConsortiumSettings): PlainSettings {
  const findings: Finding[] = [];
  let password: pulumi.Input<string> | undefined;

  function plain(value: unknown, path: Path): unknown {
    if (isLater(value)) {
      if (path.join(".") === "images.credentials.password") {
        password = value as pulumi.Input<string>;
        return "known later";
      }
      findings.push(notKnown(path));
      return undefined;
    }
    if (Array.isArray(value)) return value.map((inner, index) => plain(inner, [...path, index]));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [key, plain(inner, [...path, key])]),
    );
  }

  const raw = plain(settings, []) as Readonly<Record<string, unknown>> | undefined;
  return { raw: raw ?? {}, password, findings };
}

function isLater(value: unknown): boolean {
  return pulumi.Output.isInstance(value) || value instanceof Promise;
}

function notKnown(path: Path): Finding {
  return {
    path: formatPath(path),
    rule: "not-known-yet",
    severity: "error",
    message: "the value is an Output or a Promise, and the network is planned before any of them is known",
    allowed: "a plain value; an Output for images.credentials.password alone",
    remedy:
      "write the value down, await the Promise, or make the resource in another stack and await getOutputDetails of its StackReference",
  };
}
