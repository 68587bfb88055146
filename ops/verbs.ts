import { env } from "./env.js";
import { purge } from "./purge.js";
import { repair } from "./repair.js";
import { validate } from "./validate.js";
import type { Verb } from "./verb.js";
import { verify } from "./verify.js";

/** The verbs in the order in which `--help` lists them. */
export const verbs: readonly Verb[] = [validate, verify, repair, purge, env];
