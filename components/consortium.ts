import * as pulumi from "@pulumi/pulumi";
import type { Finding } from "../config/findings.js";
import { type LoadedStack, loadStack } from "../config/load.js";
import type { Flow } from "../topology/model/server.js";
import { makeNetworks, type StackOutputs } from "./networks.js";
import { type ConsortiumSettings, plainSettings } from "./settings.js";
import { type CheckedStack, checkedStack } from "./stack.js";

/** What a consortium tells the program that made it. */
export interface ConsortiumOutputs extends StackOutputs {
  /** What each server's firewall has to let in, besides SSH from the operator. */
  readonly flows: readonly Flow[];
}

export interface ConsortiumOptions extends Pick<pulumi.ComponentResourceOptions, "parent"> {
  /** Begins the names of containers and volumes; the Pulumi stack's name by default. Frozen with the data. */
  readonly stack?: string;
}

/** Name of the one that this program has. */
let made: string | undefined;

/**
 * The networks that the settings describe, as a component of another program.
 *
 * A program has one: the resources in it are named after the servers and services alone, containers after the stack, and
 * hooks are of the whole program.
 */
export class Consortium extends pulumi.ComponentResource {
  /** Addresses in clear, keys as secrets. */
  readonly outputs: ConsortiumOutputs;

  private constructor(name: string, stack: CheckedStack, opts: pulumi.ComponentResourceOptions) {
    super("consortium:index:Consortium", name, {}, opts);
    this.outputs = { ...makeNetworks(stack, this), flows: stack.plan.flows };
    this.registerOutputs({});
  }

  /**
   * Checks and plans everything, then registers the resources. Paths in the settings are relative to the folder that the
   * program runs in.
   * @throws SettingsError with every finding at once, before any resource is registered; pulumi.RunError for a second one.
   */
  static async create(
    name: string,
    settings: ConsortiumSettings,
    { stack = pulumi.getStack(), ...opts }: ConsortiumOptions = {},
  ): Promise<Consortium> {
    const { raw, password, findings } = plainSettings(settings);
    const loaded = loadStack(raw, { stack, directory: process.cwd() });
    const checked = await checkedStack(withFindings(loaded, [...findings, ...nameFindings(stack)]));
    // Nothing is awaited from here on, so that of two that are made side by side the second is refused.
    if (made !== undefined)
      throw new pulumi.RunError(
        `Consortium ${name}: this program has one already, ${made}, and their resources would have the same names. Put it into a program of its own`,
      );
    made = name;
    const { login } = checked;
    return new Consortium(
      name,
      login && password ? { ...checked, login: { ...login, password } } : checked,
      opts,
    );
  }
}

/** What was loaded with more findings; what the schema says of the same places is left out. */
function withFindings(loaded: LoadedStack, findings: readonly Finding[]): LoadedStack {
  const known = new Set(findings.map(({ path }) => path));
  return { ...loaded, findings: [...loaded.findings.filter(({ path }) => !known.has(path)), ...findings] };
}

/** A name that names of containers and lines of scripts can begin with. */
function nameFindings(stack: string): Finding[] {
  if (/^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,99}$/.test(stack)) return [];
  return [
    {
      path: "stack",
      rule: "stack-name",
      severity: "error",
      message: "the option `stack` is no name of a stack",
      found: JSON.stringify(stack),
      allowed: "letters, digits, dots, dashes and underscores, a letter or digit first",
      remedy: "give another name, or none for that of the Pulumi stack",
    },
  ];
}
