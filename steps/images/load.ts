import type { Readable } from "node:stream";
import { commandLine, dial, type Link } from "../../hosts/ssh/index.js";
import type { ArchiveImage } from "../../topology/images/archive-image.js";
import type { Step } from "../step.js";
import { amount, progress } from "./progress.js";
import { loadStream, plannedImage } from "./source.js";
import type { DeliveryResult, LoadImageSpec } from "./specs.js";

/** Loads images from archives into one server's engine. An image that is there under its id is not sent. */
export const loadImage: Step<LoadImageSpec> = {
  async run(spec): Promise<DeliveryResult> {
    const link = await dial(spec.server.ssh);
    try {
      return await loadImages(link, spec);
    } finally {
      await link.close();
    }
  },
};

/** The step on an open link. @throws Error that names the server, the image and the engine's last words. */
export async function loadImages(link: Link, { server, images }: LoadImageSpec): Promise<DeliveryResult> {
  const pushed: string[] = [];
  const skipped: string[] = [];
  let bytes = 0;
  for (const planned of images) {
    const image = await plannedImage(planned);
    const what = `${server.name}: ${planned.name}`;
    if (holds(await inspect(link, server.name, planned.reference), image)) skipped.push(planned.name);
    else if (holds(await inspect(link, server.name, image.id), image)) {
      await docker(link, server.name, ["tag", image.id, planned.reference]);
      skipped.push(planned.name);
    } else {
      const started = Date.now();
      progress(`${what}: loading`);
      await docker(
        link,
        server.name,
        ["load", "--quiet"],
        loadStream(planned.archive, image, planned.reference),
      );
      if (!holds(await inspect(link, server.name, planned.reference), image))
        throw new Error(
          `${what}: docker load ended well, but ${planned.reference} is not there as ${image.id}`,
        );
      progress(`${what}: loaded ${amount(image.bytes, started)}`);
      pushed.push(planned.name);
      bytes += image.bytes;
    }
  }
  return { pushed, skipped, bytes };
}

interface Inspected {
  readonly id: string;
  readonly layers: readonly string[];
}

/**
 * An engine whose store is containerd's gives the digest of a manifest of its own as id; there the layers tell, under
 * a tag that holds the id.
 */
function holds(found: Inspected | undefined, image: ArchiveImage): boolean {
  if (!found) return false;
  const layers = image.layers.map(({ diffId }) => diffId);
  return found.id === image.id || JSON.stringify(found.layers) === JSON.stringify(layers);
}

async function inspect(link: Link, server: string, reference: string): Promise<Inspected | undefined> {
  const command = ["docker", "image", "inspect", "--format", "{{.Id}} {{json .RootFS.Layers}}", reference];
  const { code, stdout, stderr } = await link.exec(commandLine(command), { timeoutSeconds: 60 });
  if (code !== 0) {
    if (/no such image/i.test(stderr)) return undefined;
    throw new Error(failure(server, command.slice(1), code, stderr));
  }
  const [id = "", layers = "null"] = stdout.trim().split(" ");
  return { id, layers: (JSON.parse(layers) ?? []) as string[] };
}

async function docker(link: Link, server: string, words: readonly string[], stdin?: Readable): Promise<void> {
  let unread: Error | undefined;
  stdin?.once("error", (error) => {
    unread = error;
  });
  const run = link.exec(commandLine(["docker", ...words]), {
    ...(stdin === undefined ? {} : { stdin }),
    timeoutSeconds: 3600,
  });
  const { code, stdout, stderr } = await run.catch((error: unknown) => {
    throw unread ?? error;
  });
  if (code !== 0) throw new Error(failure(server, words, code, stderr || stdout));
}

function failure(server: string, words: readonly string[], code: number, said: string): string {
  const last = said.trim().split("\n").slice(-5).join("\n  ");
  return `server ${server}: docker ${words.join(" ")} ended with status ${code}:\n  ${last}\nTry there: docker info && df -h "$(docker info -f '{{.DockerRootDir}}')"`;
}
