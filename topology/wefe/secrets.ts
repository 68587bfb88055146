import type { PlannedService } from "../model/service.js";
import { sortedEntries } from "../names.js";
import type { PackageSecrets } from "../package-secrets.js";
import { isCredential, maskText, maskWords } from "./credential.js";
import { readProperties } from "./package/overlay/properties.js";
import type { VendorPackage, WefeChange, WefePlacement } from "./types.js";

/** Whether material is a secret of a package, by its name. */
export function isPackageSecret(name: string): boolean {
  return name.startsWith(beginning);
}

const beginning = "wefe/";

/** Something of a plan without its credentials, and these. */
export interface Hidden<T> {
  readonly shown: T;
  readonly secrets: PackageSecrets;
}

/** Credentials that stand by themselves in the environments and properties of the package: other places repeat them. */
export function knownCredentials({
  services,
  files,
}: Pick<VendorPackage, "services" | "files">): Set<string> {
  const folders = new Set(services.map(({ folder }) => folder));
  const properties = [...files.entries.values()].filter(
    ({ kind, path }) =>
      kind === "file" && path.endsWith(".properties") && folders.has(path.split("/")[0] ?? ""),
  );
  const pairs = [
    ...services.flatMap(({ env }) => Object.entries(env)),
    ...properties.flatMap(({ path }) => [...readProperties(files.text(path) ?? "")]),
  ];
  const names = new Set(services.flatMap(({ name, folder }) => [name, folder]));
  // A URL with a password in it is not what others repeat; a short one, or a service's name, stands in many words.
  const repeated = pairs.filter(
    ([key, value]) =>
      value.length >= 4 && !names.has(value) && maskText(value) === value && isCredential(key, value),
  );
  return new Set(repeated.map(([, value]) => value));
}

/** A service without the credentials in its environment, its command and its health check. */
export function hideInService(service: PlannedService, known: ReadonlySet<string>): Hidden<PlannedService> {
  const secrets = new Map<string, string>();
  const name = (part: string) => `${beginning}${service.name}/${part}`;
  const secretEnv = sortedEntries(service.env).filter(
    ([key, value]) => isCredential(key, value) || known.has(value),
  );
  for (const [key, value] of secretEnv) secrets.set(name(`env/${key}`), value);
  const words = <Part extends "command" | "entrypoint" | "healthcheck">(
    part: Part,
    given: readonly string[],
  ) => {
    const masked = maskWords(given, known);
    if (masked.join("\f") === given.join("\f")) return { shown: given, secret: {} };
    secrets.set(name(part), JSON.stringify(given));
    return { shown: masked, secret: { [part]: name(part) } };
  };
  const command = words("command", service.command);
  const entrypoint = words("entrypoint", service.options?.entrypoint ?? []);
  const test = words("healthcheck", service.healthcheck?.test ?? []);
  if (secrets.size === 0) return { shown: service, secrets };
  const { options, healthcheck } = service;
  const shown: PlannedService = {
    ...service,
    env: Object.fromEntries(Object.entries(service.env).filter(([key]) => !secrets.has(name(`env/${key}`)))),
    command: command.shown,
    ...(options?.entrypoint ? { options: { ...options, entrypoint: entrypoint.shown } } : {}),
    ...(healthcheck ? { healthcheck: { ...healthcheck, test: test.shown } } : {}),
    secrets: {
      env: Object.fromEntries(secretEnv.map(([key]) => [key, name(`env/${key}`)])),
      ...command.secret,
      ...entrypoint.secret,
      ...test.secret,
    },
  };
  return { shown, secrets };
}

/** A placement in which files with credentials are named and not shown. Its digest stays that of the whole. */
export function hideInPlacement(placement: WefePlacement): Hidden<WefePlacement> {
  const secrets = new Map<string, string>();
  const texts = placement.texts.map((text) => {
    if (text.source.kind !== "text" || !holdsCredential(text.path, text.source.text)) return text;
    const name = `${beginning}${placement.server}/files/${text.path}`;
    secrets.set(name, text.source.text);
    return { ...text, source: { kind: "material" as const, name } };
  });
  return { shown: { ...placement, texts }, secrets };
}

/** A change as people may read it. */
export function hideInChange(change: WefeChange): WefeChange {
  const shown = (value: string) => (isCredential(change.key, value) ? maskedWhole(value) : value);
  return { ...change, from: shown(change.from), to: shown(change.to) };
}

function maskedWhole(value: string): string {
  const masked = maskText(value);
  return masked === value ? "***" : masked;
}

/** By the form of the text, comments included; of properties by what each key is once escapes are read, too. */
function holdsCredential(path: string, text: string): boolean {
  if (maskText(text) !== text) return true;
  if (!path.endsWith(".properties")) return false;
  return [...readProperties(text)].some(([key, value]) => isCredential(key, value));
}
