import { mkdir, readFile } from "node:fs/promises";
import { attempt, run } from "../hosts/process.js";
import { identityFile, labFolder } from "./lab.js";

/** The lab's login key, made on first use (ed25519, no passphrase, mode 0600). Returns its public line. */
export async function ensureIdentity(): Promise<string> {
  await mkdir(labFolder, { recursive: true, mode: 0o700 });
  const found = await attempt(["test", "-f", identityFile]);
  if (found.code !== 0) {
    await run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "consortium-lab", "-f", identityFile]);
  }
  return (await readFile(`${identityFile}.pub`, "utf8")).trim();
}
