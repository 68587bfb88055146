import * as pulumi from "@pulumi/pulumi";
import type { Finding } from "../config/findings.js";
import {
  ConfigurationError,
  type LoadedSettings,
  type LoadedStack,
  loadStack,
  throwOnErrors,
} from "../config/load.js";
import { checkWithPackages } from "../packages/check.js";
import { readImageById } from "../packages/images/archive.js";
import { findArchives } from "../packages/images/find.js";
import type { Packages } from "../topology/context.js";
import {
  type ArchitectureLookup,
  archivesToRead,
  type ResolvedImage,
  resolveImages,
} from "../topology/images/catalogue.js";
import { neededImages } from "../topology/images/needed.js";
import { registryAddress } from "../topology/images/registry.js";
import { type VendorImage, vendorImages } from "../topology/images/vendor-images.js";
import type { Plan } from "../topology/model/plan.js";
import { kinds } from "../topology/networks.js";
import type { PackageSecrets } from "../topology/package-secrets.js";
import type { RegistryLogin } from "./server/server.js";

/** A stack whose configuration was found good: what is to be built and from which images. */
export interface CheckedStack {
  readonly plan: Plan;
  /** Passwords of vendors' packages, by the names that the plan has for them. */
  readonly secrets: PackageSecrets;
  readonly images: readonly ResolvedImage[];
  /** Login for the user's registry. */
  readonly login?: RegistryLogin;
}

/** Settings that cannot be used. The engine prints its message as it is, without a stack trace. */
export class SettingsError extends pulumi.RunError {
  /** What is wrong, all of it; warnings too. */
  readonly findings: readonly Finding[];

  constructor({ message, findings }: ConfigurationError) {
    super(message);
    this.findings = findings;
  }
}

const namespace = "consortium:";

/** The values under `consortium:` of the running program's stack, as YAML had them. */
function rawConfiguration(): Record<string, unknown> {
  const all = pulumi.runtime.allConfig();
  const own = Object.entries(all).filter(([key]) => key.startsWith(namespace));
  return Object.fromEntries(own.map(([key, value]) => [key.slice(namespace.length), parsed(value)]));
}

// The engine hands objects over as JSON and strings as they are.
function parsed(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

/**
 * Loads, checks and plans the running program's stack, before any resource is registered.
 * @throws SettingsError with every finding at once.
 */
export function loadCheckedStack(): Promise<CheckedStack> {
  const where = { stack: pulumi.getStack(), directory: process.cwd() };
  return checkedStack(loadStack(rawConfiguration(), where));
}

/**
 * Checks and plans what was loaded, with what its packages and archives hold.
 * @throws SettingsError with every finding at once.
 */
export async function checkedStack(loaded: LoadedStack): Promise<CheckedStack> {
  const { stack } = loaded;
  try {
    const checked = await checkWithPackages(loaded, process.cwd(), "package and images");
    const { good, findings, packages } = checked;
    throwOnErrors(stack, findings);
    if (!good) throw new Error("no plan and no finding that says why");
    const { plan, secrets, settings } = good;
    const { images, findings: imageFindings } = await catalogueOf(settings, plan, packages);
    throwOnErrors(stack, imageFindings);
    warn([...findings, ...imageFindings]);
    const { credentials } = settings.images;
    return { plan, secrets, images, ...(credentials ? { login: credentials } : {}) };
  } catch (error) {
    throw error instanceof ConfigurationError ? new SettingsError(error) : error;
  }
}

async function catalogueOf(settings: LoadedSettings, plan: Plan, packages: Packages) {
  const needed = neededImages(plan);
  const { archives } = settings.images;
  const names = archivesToRead(settings.images, needed);
  const vendor = vendorImages(
    needed.filter(({ name }) => names.includes(name)),
    kinds.flatMap((kind) => kind.archives?.(packages) ?? []),
  );
  const others = archivesToRead(settings.images, vendor.rest);
  const registry = plan.services.find((service) => service.role === "registry");
  return resolveImages({
    settings: settings.images,
    needed,
    archives: archives === undefined ? {} : await findArchives(archives, others),
    byArchitecture: await Promise.all(vendor.images.map(lookupOf)),
    ...(registry ? { registry: registryAddress(registry) } : {}),
  });
}

async function lookupOf({ name, architecture, archive, id }: VendorImage): Promise<ArchitectureLookup> {
  const image = await readImageById(archive, id);
  const path = archive;
  return { name, architecture, lookup: image ? { kind: "image", path, image } : { kind: "missing", path } };
}

function warn(findings: readonly Finding[]): void {
  for (const { path, rule, message, remedy } of findings)
    void pulumi.log.warn(`${path}: ${message} [${rule}]. ${remedy}`);
}
