/** What `import … from "consortium"` gives to another program. */
export type { Finding } from "../config/findings.js";
export type { StackInput } from "../config/schema.js";
export { Consortium, type ConsortiumOptions, type ConsortiumOutputs } from "./consortium.js";
export type { ConsortiumSettings } from "./settings.js";
export { SettingsError } from "./stack.js";
