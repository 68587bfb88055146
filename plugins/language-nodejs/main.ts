/** Entry of `pulumi-language-nodejs`: the engine starts it with its address as last word and reads the port. */
import { endWithParent } from "../../steps/parent.js";
import { serveLanguageHost } from "./host.js";

/** Replaced by the bundler with the version of @pulumi/pulumi. */
declare const SDK_VERSION: string;

const parent = process.ppid;
const engine = process.argv
  .slice(2)
  .filter((word) => !word.startsWith("-"))
  .at(-1);
const host = await serveLanguageHost(engine ?? "", SDK_VERSION);
const stop = () => {
  host.close();
  process.exit(0);
};
process.on("SIGINT", stop);
process.on("SIGTERM", stop);
// An engine that was killed says nothing: its child notices by its new parent, or by the write below that fails.
endWithParent(parent);
process.stdout.write(`${host.port}\n`);
