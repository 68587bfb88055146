import { Links } from "../../hosts/links.js";
import { outputOf, rootShell } from "../../hosts/shell.js";
import { quote } from "../../hosts/ssh/quote.js";
import type { DataKeptSpec, OwnData } from "../specs.js";
import type { Step } from "../step.js";
import { volumeState } from "./stamp.js";

/** Have a server's services the data that they last worked with? See {@link DataKeptSpec}. */
export const dataKept: Step<DataKeptSpec> = {
  run: ({ server, data }) =>
    Links.during(async (links) => {
      const link = await links.to(server);
      const result = await link.exec(rootShell(server.ssh.user), { stdin: lostScript(data) });
      const lost = parseLost(outputOf(server.name, "looking for the services' data", result));
      if (lost.length > 0) throw new Error(lostText({ server, data }, lost));
      return { server: server.name, state: "data is there" };
    }),
};

/** A volume that held data and is absent or empty. */
export interface LostVolume {
  readonly volume: string;
  readonly is: "absent" | "empty";
}

function stampFile({ stack }: Pick<OwnData, "stack">, volume: string, root = ""): string {
  return `${root}/var/lib/consortium/${stack}/filled/${volume}`;
}

function acceptanceFile(data: Pick<OwnData, "stack">, volume: string, root = ""): string {
  return `${stampFile(data, volume, root)}.accept-empty`;
}

/**
 * Script that stamps the volumes that hold data, now that their service works; what was accepted for its
 * start is forgotten. Removed with the stack's directory, which stays as long as volumes do.
 * @param root put before the stack's directory; "" on a server, a directory of its own in tests.
 */
export function stampScript(data: OwnData, root = ""): string {
  return [
    "set -eu",
    "umask 077",
    ...data.volumes.flatMap((volume) => {
      const stamp = quote(stampFile(data, volume, root));
      return [
        `mkdir -p ${quote(stampFile(data, "", root))}`,
        `case $(${volumeState(volume)}) in`,
        `  data) printf '%s\\n' ${quote(data.network)} >${stamp}.$$; mv ${stamp}.$$ ${stamp} ;;`,
        // It works without, so there is nothing to lose.
        `  *) rm -f ${stamp} ;;`,
        "esac",
        `rm -f ${quote(acceptanceFile(data, volume, root))}`,
      ];
    }),
    "",
  ].join("\n");
}

/** Script that prints the stamped volumes without data that nobody has accepted, each with what is there instead. */
export function lostScript(data: OwnData, root = ""): string {
  return [
    "set -eu",
    // Where the engine does not answer, every volume would look absent.
    "docker version --format '{{.Server.Version}}' >/dev/null",
    ...data.volumes.flatMap((volume) => [
      `if [ "$(cat ${quote(stampFile(data, volume, root))} 2>/dev/null)" = ${quote(data.network)} ] && [ ! -e ${quote(acceptanceFile(data, volume, root))} ]; then`,
      `  is=$(${volumeState(volume)})`,
      `  [ "$is" = data ] || echo "$is" ${quote(volume)}`,
      "fi",
    ]),
    "",
  ].join("\n");
}

/** Reads what {@link lostScript} printed. */
export function parseLost(printed: string): LostVolume[] {
  return printed
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const [is, volume = ""] = line.split(" ");
      return { volume, is: is === "absent" ? "absent" : "empty" };
    });
}

/** What to do about lost data, for people. */
export function lostText({ server, data }: Omit<DataKeptSpec, "step">, lost: readonly LostVolume[]): string {
  return [
    `Services on ${server.name} had data, and it is gone; no container was made on it.`,
    ...lost.flatMap(({ volume, is }) => [
      `  ${volume} is ${is}`,
      `    If there is a backup, put it back into the volume. If the data is lost, let the service begin anew, e.g. a database without what it knew.`,
      `    To accept that, on ${server.name}: sudo touch ${acceptanceFile(data, volume)}`,
    ]),
    "Then run pulumi up again.",
  ].join("\n");
}
