import { z } from "zod";

/** Hardware and limits only; the shape of a network does not depend on it. */
export const tier = z.enum(["trial", "economy", "production"]);

/** What becomes of the data volumes on `pulumi destroy`. */
export const dataPolicy = z.enum(["keep", "delete"]);

/** A tier by its name. */
export type Tier = z.output<typeof tier>;
