import { z } from "zod";
import { name } from "../server-schema.js";

/** A toy network: members that count together. */
export const toy = z.strictObject({
  members: z
    .record(name, z.strictObject({ server: name.meta({ description: "Server it runs on." }) }))
    .meta({ description: "Members by name." }),
});

/** A toy network with every default filled in. */
export type ToySettings = z.output<typeof toy>;
