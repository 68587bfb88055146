import { posix } from "node:path";
import type { Finding } from "../../config/findings.js";
import type { PlannedFile } from "../model/service.js";
import type { UnionChain } from "./addresses.js";
import { wefeFinding } from "./findings.js";
import { overlayProperties, readProperties } from "./package/overlay/properties.js";
import type { Overlaid } from "./package/overlay/types.js";
import type { VendorMount, VendorService } from "./package/types.js";
import type { PlacedConfig } from "./types.js";

/** The SDK's certificate and key as a service gets them: placed below a mount, or put into the container. */
export interface SdkFiles {
  readonly placed: readonly PlacedConfig[];
  readonly uploaded: readonly PlannedFile[];
  /** Data mounts that hold nothing else, which are therefore none. */
  readonly instead: readonly VendorMount[];
  readonly findings: readonly Finding[];
}

/** A properties file of a service that dials the chain. */
export interface ChainProperties {
  readonly file: string;
  readonly text: string;
}

/** Keys about the chain. The group that the data-sync follows is called `contract.data-sync-group-id` in the open source. */
const ofChain = /chain|sdk|fisco/i;
const folderKey = /cert-?path$/i;
const portKey = /channel-?port$/i;
const groupKey = /group-?_?id$/i;

/** What FISCO BCOS's own channel port is, which an SDK dials when nothing says another. */
const usualChannelPort = 20_200;

/** Puts the certificate where the service's properties say that it looks for it. */
export function sdkFiles(
  vendor: VendorService,
  { file, text }: ChainProperties,
  chain: UnionChain,
): SdkFiles {
  const folders = [...readProperties(text)].filter(([key]) => folderKey.test(key));
  const none = { placed: [], uploaded: [], instead: [] };
  if (folders.length === 0) return { ...none, findings: [noFolder(vendor, file, undefined)] };
  return folders.reduce<SdkFiles>(
    (all, [key, folder]) => {
      const absolute = absoluteFolder(folder, vendor);
      const one =
        absolute === undefined
          ? { ...none, findings: [noFolder(vendor, file, `${key}=${folder}`)] }
          : filesIn(absolute, vendor.mounts, chain);
      return {
        placed: [...all.placed, ...one.placed],
        uploaded: [...all.uploaded, ...one.uploaded],
        instead: [...all.instead, ...one.instead],
        findings: [...all.findings, ...one.findings],
      };
    },
    { ...none, findings: [] },
  );
}

/** A path in the container; one that is not absolute begins where the service works. */
function absoluteFolder(folder: string, { options }: VendorService): string | undefined {
  const path = folder.replace(/^file:(\/\/)?/, "").replace(/(.)\/$/, "$1");
  if (path.startsWith("/")) return posix.normalize(path);
  if (/^[a-z]+:/.test(path) || path === "" || options.workingDir === undefined) return undefined;
  return posix.join(options.workingDir, path);
}

function filesIn(folder: string, mounts: readonly VendorMount[], { sdk }: UnionChain): SdkFiles {
  const mount = mounts
    .filter(({ path }) => folder === path || folder.startsWith(`${path}/`))
    .sort((a, b) => b.path.length - a.path.length)[0];
  const { ca, certificate, key } = sdk.material;
  const files = [
    { name: "ca.crt", mode: "0644", material: ca },
    { name: "sdk.crt", mode: "0644", material: certificate },
    { name: "sdk.key", mode: "0600", material: key },
  ] as const;
  const below = (base: string) =>
    files.map(({ name, mode, material }) => ({
      path: posix.join(base, name),
      mode,
      source: { kind: "material" as const, name: material },
    }));
  const nothing = { placed: [], uploaded: [], instead: [], findings: [] };
  if (mount?.kind === "package")
    return { ...nothing, placed: below(posix.join(mount.source, posix.relative(mount.path, folder))) };
  // An empty folder of the package would be a volume; what is uploaded stands in the container itself.
  const hides = mount?.kind === "data" && mount.path === folder;
  return { ...nothing, uploaded: below(folder), instead: hides ? [mount] : [] };
}

function noFolder({ name, place }: VendorService, file: string, found: string | undefined): Finding {
  return wefeFinding("wefe-sdk-folder", { file, line: 1 }, "certPath", {
    message: `${name} does not say in which folder it looks for the chain's certificates`,
    ...(found === undefined ? {} : { found }),
    allowed: "a key that ends in certPath or cert-path, with an absolute path",
    remedy: `look how this release calls it (${place.file}); write it into ${file}, or use a chain that is there already (wefe.union.existing.fisco)`,
  });
}

/** Sets port and group of the chain where the properties have keys for them. */
export function chainProperties({ file, text }: ChainProperties, { node, groupId }: UnionChain): Overlaid {
  const all = [...readProperties(text)];
  const ports = all.filter(([key]) => ofChain.test(key) && portKey.test(key));
  const groups = all.filter(
    ([key]) => (ofChain.test(key) || key.startsWith("contract.")) && groupKey.test(key),
  );
  const wanted = Object.fromEntries([
    ...ports.map(([key]) => [key, String(node.channelPort)] as const),
    ...groups.map(([key]) => [key, String(groupId)] as const),
  ]);
  const overlaid = overlayProperties(file, text, wanted);
  if (ports.length > 0 || node.channelPort === usualChannelPort) return overlaid;
  const finding = wefeFinding("wefe-chain-port", { file, line: 1 }, "channelPort", {
    message: `nothing in the file says at which port the chain is dialled, and ${node.name} is not at the usual one`,
    found: String(node.channelPort),
    allowed: String(usualChannelPort),
    remedy: `give ${node.name} channelPort: ${usualChannelPort}, or write the key of this release into ${file}`,
  });
  return { ...overlaid, findings: [...overlaid.findings, finding] };
}
