import { z } from "zod";
import { images } from "./images-schema.js";
import { networkSchemas } from "./networks.js";
import { host, hostKey, name, port, server, user } from "./server-schema.js";
import { dataPolicy, tier } from "./words.js";

/** The whole of a stack's `consortium:` configuration, in the user's words; unknown keys are errors. */
export const stackSchema = z.strictObject({
  tier: tier.default("production").meta({
    description:
      "Minimum hardware of each role and the limits derived from it: trial, economy or production.",
  }),
  data: dataPolicy.default("keep").meta({
    description:
      "What becomes of data volumes on destroy. `keep` protects them (`pulumi destroy --exclude-protected` takes the rest down); `delete` is for demo stacks.",
  }),
  servers: z.record(name, server).optional().meta({
    description: "The servers by name. Either this or `inventory`.",
  }),
  inventory: z.string().min(1).optional().meta({
    description:
      "A YAML file, relative to the project (where Pulumi.yaml lies), that holds the map of `servers` (the lab writes one).",
  }),
  jumpHosts: z
    .record(
      name,
      z.strictObject({
        host: host.meta({ description: "Name or address we log in to." }),
        port: port.default(22).meta({ description: "Port of its sshd." }),
        user: user.default("root").meta({ description: "Login user." }),
        hostKey: hostKey.meta({
          ...hostKey.meta(),
          remedy: "give its public host key, e.g. from: ssh-keyscan -t ed25519 {host}",
        }),
      }),
    )
    .default({})
    .meta({ description: "Bastions that servers name in `ssh.jump`, with their own pinned host keys." }),
  images,
  accept: z.array(z.string().min(1)).default([]).meta({
    description: "Rule ids of warnings this stack has read and accepts. An error cannot be accepted.",
  }),
  ...networkSchemas,
});

/** A stack's configuration with every default filled in and every unit parsed. */
export type StackSettings = z.output<typeof stackSchema>;
/** A stack's configuration as written. */
export type StackInput = z.input<typeof stackSchema>;
export type ServerSettings = z.output<typeof server>;
export type ImageSettings = z.output<typeof images>;
