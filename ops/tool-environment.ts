import { cached } from "./checkout.js";

/** State of the stacks that run on this machine's file backend. */
export const stateFolder: string = cached("state");
/** Passphrase of those stacks' secrets. */
export const passphraseFile: string = cached("passphrase");
/** Pulumi's home: plugins and credentials of ours, apart from the user's own. */
export const pulumiHome: string = cached("pulumi");

/** What the Pulumi CLI and our own programs need to find each other; to be laid over `process.env`. */
export function toolEnvironment(): Record<string, string> {
  return {
    PATH: `${cached("tools", "bin")}:${process.env.PATH ?? "/usr/local/bin:/usr/bin:/bin"}`,
    PULUMI_HOME: pulumiHome,
    PULUMI_BACKEND_URL: `file://${stateFolder}`,
    PULUMI_CONFIG_PASSPHRASE_FILE: passphraseFile,
    PULUMI_SKIP_UPDATE_CHECK: "true",
    // Plugins come from PULUMI_HOME and from beside the CLI; whatever lies on the PATH is not ours.
    PULUMI_IGNORE_AMBIENT_PLUGINS: "true",
  };
}
