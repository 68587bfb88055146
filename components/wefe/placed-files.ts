import * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import type { PlacedText } from "../../steps/wefe/place/specs.js";
import { isPackageSecret } from "../../topology/wefe/secrets.js";
import type { PlacedConfig, WefePlacement } from "../../topology/wefe/types.js";
import type { NetworkIdentity } from "../network-identity.js";
import type { Server } from "../server/server.js";
import type { Material } from "../service/material.js";
import { stepCommand } from "../step.js";

export interface PlacedFilesArgs {
  readonly placement: WefePlacement;
  /** The vendor's package, relative to the project, and its checksum. */
  readonly package: { readonly path: string; readonly sha256: string };
  readonly network: NetworkIdentity;
  readonly server: Server;
  /** Content of the files that name material. Keys are secret. */
  readonly material: Material;
}

/**
 * What one server's services mount of a vendor's package, with our files over it. A change sends what differs; which
 * services are made anew is said by the digest that each of them carries. Removed with its resource, which may be replaced
 * while services run on the files.
 */
export function placedFiles(
  name: string,
  { placement, package: from, network, server, material }: PlacedFilesArgs,
  opts: pulumi.CustomResourceOptions & { readonly dependsOn: readonly pulumi.Resource[] },
): command.local.Command {
  const { root, sources, texts } = placement;
  const isSecret = ({ mode, source }: PlacedConfig) =>
    mode === "0600" || (source.kind === "material" && isPackageSecret(source.name));
  const content = ({ path, source }: PlacedConfig): pulumi.Output<string> => {
    if (source.kind === "text") return pulumi.output(source.text);
    const found = material.get(source.name);
    if (!found) throw new Error(`${path}: no material named ${source.name}`);
    return found;
  };
  const placed = texts.map((text) =>
    isSecret(text)
      ? pulumi.output<PlacedText>({ path: text.path, mode: text.mode, from: { secret: text.path } })
      : content(text).apply(
          (known): PlacedText => ({ path: text.path, mode: text.mode, from: { text: known } }),
        ),
  );
  const secret = texts.filter(isSecret);
  return new command.local.Command(
    name,
    {
      create: stepCommand("place-files"),
      delete: stepCommand("remove-files"),
      environment: {
        CONSORTIUM_STEP: pulumi.jsonStringify({
          step: "place-files",
          stack: network.stack,
          name: "wefe",
          root,
          server: server.forSteps,
          package: from,
          sources,
          texts: placed,
          // What the package has below the sources is not in the spec; its change must run the step again.
          digest: placement.digest,
        }),
      },
      ...(secret.length === 0
        ? {}
        : {
            stdin: pulumi.secret(
              pulumi.jsonStringify({
                texts: Object.fromEntries(secret.map((text) => [text.path, content(text)])),
              }),
            ),
          }),
      // The removal of a replaced resource must leave what its successor has placed.
      addPreviousOutputInEnv: true,
      logging: command.local.Logging.Stderr,
    },
    { ...opts, dependsOn: [server.prepared, ...opts.dependsOn] },
  );
}
