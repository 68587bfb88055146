import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { stateFolder } from "../../../scripts/environment.js";
import { onHosts } from "./hosts.js";
import type { LabStack } from "./stack.js";

interface Resource {
  readonly urn: string;
  readonly type: string;
  readonly outputs?: Readonly<Record<string, unknown>>;
}

const plaintextOf = (value: unknown): string | undefined => {
  if (typeof value === "string") return value;
  const wrapped = (value as { readonly plaintext?: string } | undefined)?.plaintext;
  return wrapped === undefined ? undefined : String(JSON.parse(wrapped));
};

/** Every private key and password of the stack, by the name of its resource; a part that is long enough to be unique. */
async function secretsOf(stack: LabStack): Promise<Map<string, string>> {
  const { stdout } = await stack.silently("stack", "export", "--show-secrets", "--stack", stack.name);
  const { deployment } = JSON.parse(stdout) as { deployment: { resources: readonly Resource[] } };
  const found = new Map<string, string>();
  for (const { urn, type, outputs } of deployment.resources) {
    const name = urn.split("::").at(-1) ?? urn;
    const key = plaintextOf(outputs?.privateKeyPem);
    if (type === "tls:index/privateKey:PrivateKey" && key) found.set(name, key.split("\n")[1] ?? key);
    const password = plaintextOf(outputs?.result);
    if (type === "random:index/randomPassword:RandomPassword" && password) found.set(name, password);
  }
  return found;
}

async function filesUnder(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

/**
 * Where a secret of the stack was found although it must not be there: in the state or its history, in what commands
 * printed, or in the files of a server's containers that it is not for.
 * @throws Error when the stack has no secrets to look for.
 */
export async function findings(stack: LabStack): Promise<string[]> {
  const secrets = await secretsOf(stack);
  if (secrets.size < 20) throw new Error(`only ${secrets.size} secrets in the state: nothing was looked for`);
  const leaks: string[] = [];
  for (const file of [...(await filesUnder(stateFolder)), stack.log]) {
    const text = await readFile(file, "utf8");
    for (const [name, secret] of secrets) if (text.includes(secret)) leaks.push(`${name} in ${file}`);
  }
  // A key on a server is one of a node that runs there; authorities' and people's are on none.
  const script = `grep -rhoE '^(MHc|MIG)[A-Za-z0-9+/]{61}' /var/lib/docker/overlay2/*/diff/etc /var/lib/docker/volumes /var/lib/consortium 2>/dev/null | sort -u; docker ps --format '{{.Names}}'`;
  let keysOnServers = 0;
  for (const [host, text] of Object.entries(await onHosts(script)))
    for (const [name, secret] of secrets) {
      if (!text.includes(secret)) continue;
      keysOnServers += 1;
      const node = name.replace(/-(identity|tls)-key$/, "");
      if (!text.includes(`${stack.name}-${node}\n`)) leaks.push(`${name} on ${host}`);
    }
  if (keysOnServers < 12)
    throw new Error(`only ${keysOnServers} keys found on servers: the search looks in the wrong place`);
  return leaks;
}
