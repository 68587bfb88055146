import { type LoadedSettings, loadStack } from "../../../config/load.js";
import type { StackInput } from "../../../config/schema.js";
import { deployTar } from "../../../lab/wefe-package/build.js";
import { packageTags } from "../../../lab/wefe-package/tags.js";
import { serversOf, wefeChain } from "../../fisco/testing/chain.js";
import type { VendorArchive } from "../../images/vendor-archive.js";
import { planStack } from "../../plan.js";
import { sha256 } from "../../sha256.js";
import { pinsOf } from "../package/pins.js";
import { packageOfTar } from "../package/testing/package.js";
import type { VendorPackage, WefePlan } from "../types.js";
import { vendorPackageOf } from "../vendor-package.js";

export type WefeInput = NonNullable<StackInput["wefe"]>;

const packageSha = "0".repeat(64);

/** A trial federation: a union with the manual's chain on u1, and member alpha on m1. */
export function wefeStack(wefe: Partial<WefeInput> = {}, more: Partial<StackInput> = {}): StackInput {
  return {
    tier: "trial",
    servers: serversOf({ u1: undefined, m1: undefined, m2: undefined, m3: undefined }),
    fisco: wefeChain,
    ...more,
    wefe: {
      package: { path: "vendor/wefe.tar", sha256: packageSha },
      union: { server: "u1" },
      members: { alpha: { server: "m1" } },
      ...wefe,
    },
  };
}

/** Settings of a stack that the schema takes. */
export function settingsOf(stack: StackInput): LoadedSettings {
  const { settings, findings } = loadStack({ ...stack }, { stack: "prod", directory: "/" });
  if (!settings || findings.length > 0) throw new Error(JSON.stringify(findings));
  return settings;
}

let read: Promise<VendorPackage> | undefined;

/** Reads the lab's fixture with everything that any side may run: what a stack does not run is left alone. */
async function readFixture(): Promise<VendorPackage> {
  const files = await packageOfTar(await deployTar());
  const all = wefeStack({
    package: { path: "wefe.tar", sha256: files.digest },
    members: { alpha: { server: "m1", optional: ["serving", "fusion"] } },
  });
  const { wefe, ...settings } = settingsOf(all);
  if (!wefe) throw new Error("the stack has no federation");
  const pins = pinsOf(wefe.package, "/", { lines: [], unreadable: [] });
  const { vendorPackage, findings } = vendorPackageOf({ ...settings, wefe }, { kind: "tar", files, pins });
  if (!vendorPackage) throw new Error(JSON.stringify(findings));
  return { ...vendorPackage, archives: archivesOf(Object.values(packageTags).flat()) };
}

/** The lab's fixture of the package, with a list of images that are not there. */
export function fixturePackage(): Promise<VendorPackage> {
  read ??= readFixture();
  return read;
}

/** Archives that hold images of these names, as far as their listing goes. */
export function archivesOf(
  tags: readonly string[],
  arches: readonly VendorArchive["arch"][] = ["amd64"],
): VendorArchive[] {
  return arches.map((arch) => ({
    path: `vendor/${arch}/allImages.tar`,
    arch,
    images: tags.map((tag) => ({
      tags: [tag],
      id: `sha256:${sha256(`${arch} ${tag}`)}`,
      architecture: arch,
      manifestDigest: `sha256:${sha256(`manifest ${arch} ${tag}`)}`,
    })),
  }));
}

/** A stack's plan with the fixture, and what was found wrong with the package. */
export async function planOf(
  stack: StackInput,
  change: (read: VendorPackage) => VendorPackage = (same) => same,
) {
  const packages = { wefe: change(await fixturePackage()) };
  const { plan, secrets, findings } = planStack(settingsOf(stack), { stack: "prod", packages });
  const { wefe } = plan.networks;
  if (!wefe) throw new Error("the plan has no federation");
  return { plan, wefe: wefe satisfies WefePlan, secrets, findings };
}
