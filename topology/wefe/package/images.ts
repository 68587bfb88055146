import type { Finding } from "../../../config/findings.js";
import { imageName, sameImage } from "../../images/reference.js";
import type { VendorArchive } from "../../images/vendor-archive.js";
import { byName } from "../../names.js";
import { keyFinding, packageFinding } from "./findings.js";
import type { Place } from "./types.js";

/** Architectures as Go names them. */
type Architecture = "amd64" | "arm64";

/** An image that services of the package run, and on servers of which architectures. */
export interface NeededVendorImage {
  /** As the compose file writes it. */
  readonly reference: string;
  /** A service that runs it, and where that is described. */
  readonly service: string;
  readonly place: Place;
  readonly architectures: readonly Architecture[];
}

/** Where an image for one architecture is. */
export interface FoundVendorImage {
  readonly reference: string;
  readonly arch: Architecture;
  readonly archive: string;
  readonly image: VendorArchive["images"][number];
}

/** Whether an archive is one for another architecture as a whole: of one for several, what is needed is judged alone. */
export function wrongArchive({ path, arch, images }: VendorArchive): Finding[] {
  const others = [...new Set(images.map(({ architecture }) => architecture))].sort(byName);
  if (images.length === 0 || others.includes(arch)) return [];
  return [
    {
      ...packageFinding("package-image-architecture", {
        message: `the archive ${path} holds no image for ${arch}`,
        found: `${images.length} images for ${others.join(" and ")}: ${shown(images.flatMap(({ tags }) => tags))}`,
        allowed: `images for ${arch}`,
        remedy: `get the vendor's archive for ${arch}, or list this one under ${others.join(" or ")}`,
      }),
      path: `wefe.package.images.${arch}`,
    },
  ];
}

/** The first names of many. */
function shown(tags: readonly string[]): string {
  return tags.length > 3 ? `${tags.slice(0, 3).join(", ")} …` : tags.join(", ");
}

/** Finds each needed image in the archives of its architecture, by the name that the compose file gives it. */
export function findVendorImages(
  needed: readonly NeededVendorImage[],
  archives: readonly VendorArchive[],
): { readonly images: readonly FoundVendorImage[]; readonly findings: readonly Finding[] } {
  const images: FoundVendorImage[] = [];
  const findings: Finding[] = [];
  for (const need of needed)
    for (const arch of need.architectures) {
      const found = findOne(need, arch, archives);
      if ("rule" in found) findings.push(found);
      else images.push(found);
    }
  return { images, findings };
}

function findOne(
  need: NeededVendorImage,
  arch: Architecture,
  archives: readonly VendorArchive[],
): FoundVendorImage | Finding {
  const { reference } = need;
  const all = archives.flatMap(({ path, arch, images }) =>
    images.map((image) => ({ path, listed: arch, image })),
  );
  const named = all.filter(({ image }) => image.tags.some((tag) => sameImage(tag, reference)));
  const listed = named.filter((one) => one.listed === arch);
  // One archive may have an image for several architectures under one name.
  const fitting = listed.filter(({ image }) => image.architecture === arch);
  const here = fitting.length > 0 ? fitting : listed;
  const [first] = here;
  if (first === undefined)
    return missing(
      need,
      arch,
      all.flatMap(({ image }) => image.tags),
      named[0]?.listed,
    );
  const other = here.find(({ image }) => image.id !== first.image.id);
  if (other !== undefined)
    return complaint("package-image-twice", need, {
      message: `two archives for ${arch} have another image ${reference} each`,
      found: `${first.path} has ${first.image.id}, ${other.path} has ${other.image.id}`,
      remedy: "take one of the archives out of wefe.package.images: nobody can tell which is meant",
    });
  if (first.image.architecture !== arch)
    return complaint("package-image-architecture", need, {
      message: `the image ${reference} is for ${first.image.architecture}`,
      found: `${first.path}, which is listed for ${arch}`,
      allowed: arch,
      remedy: `get the vendor's archive for ${arch}, or list this one under ${first.image.architecture}`,
    });
  return { reference, arch, archive: first.path, image: first.image };
}

function missing(
  need: NeededVendorImage,
  arch: Architecture,
  tags: readonly string[],
  elsewhere: Architecture | undefined,
): Finding {
  const wanted = imageName(need.reference)?.path;
  const near = [...new Set(tags.filter((tag) => imageName(tag)?.path === wanted))].sort(byName);
  const found =
    elsewhere !== undefined
      ? `only among the archives for ${elsewhere}`
      : near.length > 0
        ? `of that name there is ${near.join(", ")}`
        : undefined;
  return complaint("package-image-missing", need, {
    message: `no archive for ${arch} holds the image ${need.reference}`,
    ...(found === undefined ? {} : { found }),
    remedy: `add the archive that has it to wefe.package.images.${arch} (docker save -o FILE ${need.reference})`,
  });
}

function complaint(
  rule: "package-image-missing" | "package-image-twice" | "package-image-architecture",
  { service, place }: NeededVendorImage,
  rest: Omit<Finding, "path" | "rule" | "severity">,
): Finding {
  return keyFinding(rule, place, `services.${service}.image`, rest);
}
