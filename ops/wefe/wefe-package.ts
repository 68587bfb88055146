import { dirname, relative, resolve } from "node:path";
import type { Command } from "commander";
import { hasErrors } from "../../config/findings.js";
import { root } from "../checkout.js";
import { paintFor } from "../table.js";
import type { ExitStatus, Finish, Verb } from "../verb.js";
import { readWefePackage } from "./wefe-package-read.js";
import { packageText } from "./wefe-package-text.js";

const details = `
Reads what the vendor gave you, without a stack and without a server: the services that its compose files describe, with
images, ports and data; its networks; what of them cannot be had here, with file and line; and the checksums to pin, as
lines of a stack file and as lines of a file for package.checksums. With --images also which archive has which images. It
writes nothing but its cache of checksums, so that gigabytes are hashed once.

Examples:
  ./consortium wefe-package vendor/wefe-deploy-v3.8.6.tar
  ./consortium wefe-package vendor/wefe-deploy --images vendor/x86_64/allImages.tar vendor/aarch64/allImages.tar
  ./consortium wefe-package vendor/wefe-deploy-v3.8.6.tar --json | jq '.services[] | {name, image}'

Exit status: 0 no error, 1 errors, 2 the package cannot be read.`;

/** Options of the verb as commander gives them. */
interface WefePackageOptions {
  readonly images?: readonly string[];
  readonly json?: true;
}

export const wefePackage: Verb = {
  register(program: Command, finish: Finish): void {
    program
      .command("wefe-package")
      .summary("what a vendor's WeFe package holds, and the checksums to pin")
      .description("Show what a vendor's WeFe package holds, and the checksums to pin it with.")
      .argument("<path>", "the package, a tar or the folder it unpacks to")
      .option("--images <file...>", "image archives (docker save) that belong to it")
      .option(
        "--json",
        "the package as JSON {path, kind, sha256, services, networks, archives, findings, pins}",
      )
      .addHelpText("after", details)
      .action(async (path: string, { images = [], json }: WefePackageOptions) => {
        const read = await readWefePackage(path, images, {
          project: root,
          inStack: (file) => relative(root, resolve(file)),
          inChecksums: (file) => relative(dirname(resolve(path)), resolve(file)),
        });
        process.stdout.write(
          json ? `${JSON.stringify(read, null, 2)}\n` : packageText(read, paintFor(process.stdout)),
        );
        const status: ExitStatus = read.kind === undefined ? 2 : hasErrors(read.findings) ? 1 : 0;
        finish(status);
      });
  },
};
