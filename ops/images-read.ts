import { z } from "zod";
import { quote } from "../hosts/ssh/quote.js";

/** An image as a server's engine has it. */
export interface HeldImage {
  /** `sha256:…`: checksum of its configuration, or with containerd's store of its manifest. */
  readonly id: string;
  /** Uncompressed, layers that it shares with others included. */
  readonly bytes: number;
  /** As Go names it: `amd64`, `arm64`. */
  readonly architecture: string;
  /** Names that it was pulled by, with the digest: `10.0.0.1:5000/fabric-peer@sha256:…`; none for one that was loaded. */
  readonly digests: readonly string[];
  readonly tags: readonly string[];
}

/** What a server's containers run. */
export interface ServerImages {
  /** Image id by container. */
  readonly containers: ReadonlyMap<string, string>;
  /** By id; an image that was removed under its container is not there. */
  readonly images: ReadonlyMap<string, HeldImage>;
}

/** POSIX shell that prints which images the stack's containers run, also those that are stopped; it changes nothing. */
export function imagesScript(stack: string): string {
  return [
    "set -u",
    "export LC_ALL=C",
    `ids=$(docker ps -aq --filter ${quote(`label=consortium.stack=${stack}`)}) || exit 1`,
    '[ -n "$ids" ] || exit 0',
    "runs=$(docker inspect --format 'runs {{.Name}} {{.Image}}' $ids)",
    `printf '%s\\n' "$runs"`,
    // One that is gone fails, and the others are printed.
    `printf '%s\\n' "$runs" | awk '{ print $3 }' | sort -u | xargs docker image inspect --format ${quote(imageFormat)}`,
    "exit 0",
    "",
  ].join("\n");
}

const imageFormat =
  'image {"id":{{json .Id}},"bytes":{{.Size}},"architecture":{{json .Architecture}},"digests":{{json .RepoDigests}},"tags":{{json .RepoTags}}}';

/** Go prints `null` for a list that is empty. */
const names = z
  .array(z.string())
  .nullable()
  .transform((list) => list ?? []);
const printedImage = z.object({
  id: z.string(),
  bytes: z.number(),
  architecture: z.string(),
  digests: names,
  tags: names,
});

/** Reads what {@link imagesScript} printed. @throws Error on a line of another shape */
export function parseImages(printed: string): ServerImages {
  const containers = new Map<string, string>();
  const images = new Map<string, HeldImage>();
  for (const line of printed.split("\n").filter((one) => one !== "")) {
    const [word, ...rest] = line.split(" ");
    if (word === "runs") containers.set((rest[0] ?? "").replace(/^\//, ""), rest[1] ?? "");
    else if (word === "image") {
      const image = printedImage.parse(JSON.parse(rest.join(" ")));
      images.set(image.id, image);
    } else throw new Error(`unexpected line of the images: ${line.slice(0, 80)}`);
  }
  return { containers, images };
}
