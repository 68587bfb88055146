import { endpoint } from "../fisco/settings.js";

/** Values of a small TOML: section and key → text or list of texts. */
export type Toml = ReadonlyMap<string, string | readonly string[]>;

/**
 * Reads the part of TOML that the console's config.toml uses: sections, quoted texts, lists of quoted texts.
 * @returns values under `section.key`
 * @throws Error naming file and line
 */
export function parseToml(name: string, text: string): Toml {
  const values = new Map<string, string | readonly string[]>();
  let section: string | undefined;
  for (const [index, raw] of text.split("\n").entries()) {
    const at = `${name}:${index + 1}`;
    const line = raw.replace(/#.*$/, "").trim();
    if (line === "") continue;
    const header = /^\[([A-Za-z]+)\]$/.exec(line)?.[1];
    if (header !== undefined) {
      section = header;
      continue;
    }
    const [, key, value = ""] = /^([A-Za-z]+)\s*=\s*(.+)$/.exec(line) ?? [];
    if (key === undefined || section === undefined)
      throw new Error(`${at}: neither section, key nor comment: ${line}`);
    const path = `${section}.${key}`;
    if (values.has(path)) throw new Error(`${at}: ${path} is given twice`);
    const list = /^\[(.*)\]$/.exec(value)?.[1];
    values.set(
      path,
      list === undefined ? quoted(at, value) : list.split(",").map((item) => quoted(at, item.trim())),
    );
  }
  return values;
}

function quoted(at: string, value: string): string {
  const text = /^"([^"\\]*)"$/.exec(value)?.[1];
  if (text === undefined) throw new Error(`${at}: ${value} is not a text in double quotes`);
  return text;
}

/** Keys of config.toml as console 2.9 knows them (java-sdk's config-example.toml). */
const known = [
  "cryptoMaterial.certPath",
  "cryptoMaterial.caCert",
  "cryptoMaterial.sslCert",
  "cryptoMaterial.sslKey",
  "network.peers",
  "account.keyStoreDir",
  "account.accountFileFormat",
  "threadPool.channelProcessorThreadSize",
  "threadPool.receiptProcessorThreadSize",
  "threadPool.maxBlockingQueueSize",
];

/** What the console acts on. Paths are relative to the console's folder. */
export interface ConsoleSettings {
  readonly peers: readonly string[];
  readonly authority: string;
  readonly certificate: string;
  readonly key: string;
}

/** Reads conf/config.toml. @throws Error with every finding, one a line */
export function consoleSettings(text: string): ConsoleSettings {
  const toml = parseToml("conf/config.toml", text);
  const found = [...toml.keys()].filter((key) => !known.includes(key)).map((key) => `${key} is not known`);
  const one = (key: string, otherwise: string) => {
    const value = toml.get(key) ?? otherwise;
    if (typeof value === "string") return value;
    found.push(`${key} is a list`);
    return otherwise;
  };
  const folder = one("cryptoMaterial.certPath", "conf");
  const listed = toml.get("network.peers");
  const peers = typeof listed === "string" || listed === undefined ? [] : listed;
  if (peers.length === 0) found.push("network.peers names no node");
  for (const peer of peers) {
    const wrong = endpoint(peer);
    if (wrong !== undefined) found.push(`network.peers: ${peer} ${wrong}`);
  }
  if (one("account.accountFileFormat", "pem") !== "pem")
    found.push("account.accountFileFormat: the stand-in knows pem");
  if (found.length > 0) throw new Error(found.map((line) => `conf/config.toml: ${line}`).join("\n"));
  return {
    peers,
    authority: one("cryptoMaterial.caCert", `${folder}/ca.crt`),
    certificate: one("cryptoMaterial.sslCert", `${folder}/sdk.crt`),
    key: one("cryptoMaterial.sslKey", `${folder}/sdk.key`),
  };
}
