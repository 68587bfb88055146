import type { Command } from "commander";
import { Reach } from "../hosts/reach.js";
import { outputOf, rootShell } from "../hosts/shell.js";
import { messageOf } from "../hosts/ssh/errors.js";
import type { Plan } from "../topology/model/plan.js";
import type { PlannedService } from "../topology/model/service.js";
import { type HeldImage, imagesScript, parseImages, type ServerImages } from "./images-read.js";
import { serversOf } from "./look.js";
import { placeOf, planOf } from "./place.js";
import { selectionHelp, selectServices, servicesArgument } from "./selection.js";
import { sizeText } from "./size.js";
import { type Cell, type Paint, paintFor, plain, table } from "./table.js";
import type { Finish, Verb } from "./verb.js";

const details = `
The image that each service's container runs, as its server's engine has it: the name in the plan, the digest by which it
was pulled, its id, architecture and size. Services of one image share it; images share layers, so sizes do not add up.
${selectionHelp}

Examples:
  ./consortium images --stack prod
  ./consortium images --stack prod 'role:peer' --json | jq '.[] | {service, id}'

Exit status: 0 shown, 2 not every server could be asked.`;

/** Options of the verb as commander gives them. */
interface ImagesOptions {
  readonly stack?: string;
  readonly file?: string;
  readonly json?: true;
}

/** The image of one container, or the place of one. */
export interface ImageRow extends Partial<Omit<HeldImage, "id">> {
  readonly server: string;
  /** Planned name; none for a container that is in no plan. */
  readonly service?: string;
  readonly container: string;
  /** What the plan says: a name in the catalogue, or a reference. */
  readonly planned?: string;
  /** Of what the container runs; none where there is no container, or its server does not answer. */
  readonly id?: string;
}

/** Seconds that a server may take. */
const answerSeconds = 60;

export const images: Verb = {
  register(program: Command, finish: Finish): void {
    program
      .command("images")
      .summary("images that the containers run")
      .description(
        "The images that the stack's containers run, with digest, id and size, on all its servers.",
      )
      .argument(...servicesArgument)
      .option("--stack <name>", "the stack (default: the selected one)")
      .option("--file <file>", "its stack file (default: Pulumi.<stack>.yaml)")
      .option("--json", "the images as a JSON array, sizes in bytes")
      .addHelpText("after", details)
      .action(async (patterns: readonly string[], options: ImagesOptions) => {
        const plan = await planOf(await placeOf(options));
        const services = selectServices(plan, patterns);
        const { held, away } = await readServers(plan, services);
        const rows = imageRows(plan, services, held, patterns.length === 0 ? "all" : "selected");
        process.stdout.write(
          options.json ? `${JSON.stringify(rows, null, 2)}\n` : imagesText(rows, paintFor(process.stdout)),
        );
        process.stderr.write([...away].map(([server, reason]) => `${server}: ${reason}\n`).join(""));
        if (away.size > 0) finish(2);
      });
  },
};

async function readServers(plan: Plan, services: readonly PlannedService[]) {
  const held = new Map<string, ServerImages>();
  const away = new Map<string, string>();
  await Reach.during((reach) =>
    Promise.all(
      serversOf(plan, services).map(async (server) => {
        try {
          const link = await reach.to(server);
          const result = await link.exec(rootShell(server.ssh.user), {
            stdin: imagesScript(plan.stack),
            timeoutSeconds: answerSeconds,
          });
          held.set(server.name, parseImages(outputOf(server.name, "listing images", result)));
        } catch (error) {
          away.set(server.name, messageOf(error));
        }
      }),
    ),
  );
  return { held, away };
}

/** The services' images in the plan's order; with `all` also those of containers that are in no plan. */
export function imageRows(
  plan: Pick<Plan, "services">,
  services: readonly PlannedService[],
  held: ReadonlyMap<string, ServerImages>,
  which: "all" | "selected",
): ImageRow[] {
  const imageOf = (server: string, container: string) => {
    const id = held.get(server)?.containers.get(container);
    return id === undefined ? {} : { ...held.get(server)?.images.get(id), id };
  };
  const rows = services.map(
    ({ name, server, container, image }): ImageRow => ({
      ...{ server, service: name, container, planned: image },
      ...imageOf(server, container),
    }),
  );
  if (which === "selected") return rows;
  const planned = new Set(plan.services.map(({ server, container }) => `${server} ${container}`));
  const others = [...held].flatMap(([server, { containers }]) =>
    [...containers.keys()]
      .filter((container) => !planned.has(`${server} ${container}`))
      .map((container): ImageRow => ({ server, container, ...imageOf(server, container) })),
  );
  return [...rows, ...others];
}

/** The images for people. */
export function imagesText(rows: readonly ImageRow[], paint: Paint = plain): string {
  const lines = rows.map((row): Cell[] => [
    row.service ?? `${row.container} (not planned)`,
    row.server,
    nameOf(row),
    short(row.digests?.[0]?.split("@")[1]),
    short(row.id),
    row.architecture ?? "-",
    row.bytes === undefined ? "-" : sizeText(row.bytes),
  ]);
  return `${table([["SERVICE", "SERVER", "IMAGE", "DIGEST", "ID", "ARCH", "SIZE"], ...lines], { paint }).join("\n")}\n`;
}

function nameOf({ planned, digests = [], tags = [] }: ImageRow): string {
  return (planned ?? tags[0] ?? digests[0] ?? "-").replace(/@sha256:.*$/, "");
}

function short(digest: string | undefined): string {
  return digest === undefined ? "-" : digest.replace(/^sha256:/, "").slice(0, 12);
}
