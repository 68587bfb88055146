import { randomBytes } from "node:crypto";
import { access, mkdir, writeFile } from "node:fs/promises";
import { passphraseFile, stateFolder } from "../../ops/tool-environment.js";

/** The passphrase of the demo's stacks (mode 0600, made once) and the folder of their state. */
export async function ensurePassphrase(): Promise<{ readonly outcome: "found" | "made" }> {
  await mkdir(stateFolder, { recursive: true });
  try {
    await access(passphraseFile);
    return { outcome: "found" };
  } catch {
    await writeFile(passphraseFile, `${randomBytes(32).toString("base64url")}\n`, {
      mode: 0o600,
      flag: "wx",
    });
    return { outcome: "made" };
  }
}
