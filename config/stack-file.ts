import { existsSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import type { Finding } from "./findings.js";
import { suggestion } from "./findings.js";
import { readYaml } from "./yaml-file.js";

const namespace = "consortium";

/** What stands in place of a `secure:` value, which only the engine can decrypt. */
export const secretPlaceholder = "[secret]";

/** A stack file's own part of the configuration. */
export interface StackFile {
  /** `prod` for `Pulumi.prod.yaml`; else the file's name without extension. */
  readonly stack: string;
  /**
   * What its paths are relative to: the project's directory, which the engine runs the program in, or the file's own
   * when no directory above it holds a Pulumi.yaml.
   */
  readonly directory: string;
  /** The keys of the namespace `consortium`, without it. */
  readonly raw: Readonly<Record<string, unknown>>;
  /** What is wrong with the file as a stack file. */
  readonly findings: readonly Finding[];
}

/** Reads `Pulumi.<stack>.yaml`. Keys of other namespaces are none of our business; secrets stay unread. */
export function readStackFile(path: string): StackFile {
  const absolute = resolve(path);
  const file = basename(absolute);
  const stack = /^Pulumi\.(.+)\.ya?ml$/.exec(file)?.[1] ?? file.replace(/\.[^.]*$/, "");
  const empty = { stack, directory: projectOf(dirname(absolute)) ?? dirname(absolute), raw: {} };
  const content = readYaml(absolute, path);
  if (!content.ok) return { ...empty, findings: content.findings };

  const config = isMap(content.value) ? content.value.config : undefined;
  if (!isMap(config)) return { ...empty, findings: [noConfig(path)] };
  const keys = Object.keys(config);
  const own = keys.filter((key) => key.startsWith(`${namespace}:`));
  const findings = keys.flatMap((key) => suspicious(key) ?? []);
  return {
    ...empty,
    raw: Object.fromEntries(
      own.map((key) => [key.slice(namespace.length + 1), plain(parsedJson(config[key]))]),
    ),
    findings: own.length === 0 && findings.length === 0 ? [noConfig(path)] : findings,
  };
}

/** The nearest directory, from this one upwards, that holds a Pulumi.yaml. */
function projectOf(directory: string): string | undefined {
  if (existsSync(join(directory, "Pulumi.yaml"))) return directory;
  const parent = dirname(directory);
  return parent === directory ? undefined : projectOf(parent);
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Replaces every `{ secure: … }` by the placeholder. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (!isMap(value)) return value;
  const keys = Object.keys(value);
  if (keys.length === 1 && keys[0] === "secure") return secretPlaceholder;
  return Object.fromEntries(keys.map((key) => [key, plain(value[key])]));
}

/** `pulumi config set consortium:servers '{…}'` keeps the map as JSON text. */
function parsedJson(value: unknown): unknown {
  if (typeof value !== "string" || !/^\s*[[{]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

/** A key without a namespace, or in one that looks like ours misspelt, would be passed over in silence. */
function suspicious(key: string): Finding[] | undefined {
  const [space, rest] = key.split(":", 2);
  if (rest === undefined)
    return [
      {
        path: `config.${key}`,
        rule: "namespace",
        severity: "error",
        message: "a key without a namespace",
        allowed: `${namespace}:${key}`,
        remedy: `write ${namespace}:${key}`,
      },
    ];
  if (space === namespace || suggestion(space ?? "", [namespace]) === undefined) return undefined;
  return [
    {
      path: `config["${key}"]`,
      rule: "namespace",
      severity: "error",
      message: `unknown namespace: did you mean "${namespace}"?`,
      allowed: `${namespace}:${rest}`,
      remedy: `write ${namespace}:${rest}`,
    },
  ];
}

function noConfig(path: string): Finding {
  return {
    path,
    rule: "stack-file",
    severity: "error",
    message: `it has no \`config:\` with keys of the namespace \`${namespace}\``,
    allowed: "a Pulumi stack file, e.g. Pulumi.prod.yaml",
    remedy: `write the settings under config: as ${namespace}:tier, ${namespace}:servers, ${namespace}:fabric, …`,
  };
}
