import { createHash } from "node:crypto";
import { SshError } from "./errors.js";
import { describeTarget, type SshTarget } from "./target.js";

/** A pinned host key, parsed. */
export interface HostKey {
  /** Key type as written, e.g. `ssh-ed25519`. */
  readonly type: string;
  /** The raw key blob (RFC 4253, 6.6), as the server sends it. */
  readonly blob: Buffer;
}

/** Signature algorithms that a server with this key type may use; RSA keys sign with SHA-2 (RFC 8332). */
const signatureAlgorithms: Readonly<Record<string, readonly string[]>> = {
  "ssh-ed25519": ["ssh-ed25519"],
  "ssh-rsa": ["rsa-sha2-512", "rsa-sha2-256"],
  "ecdsa-sha2-nistp256": ["ecdsa-sha2-nistp256"],
  "ecdsa-sha2-nistp384": ["ecdsa-sha2-nistp384"],
  "ecdsa-sha2-nistp521": ["ecdsa-sha2-nistp521"],
};

/**
 * Reads one public key in authorized_keys format (`type base64 [comment]`).
 * @throws Error when the text is no such key; the message says what is wrong with it.
 */
export function parseHostKey(text: string): HostKey {
  const [type, base64] = text.trim().split(/\s+/);
  if (type === undefined || base64 === undefined)
    throw new Error(`is not a public key of the form "ssh-ed25519 AAAA…"`);
  if (!(type in signatureAlgorithms))
    throw new Error(`has type ${type}; use one of ${Object.keys(signatureAlgorithms).join(", ")}`);
  const blob = Buffer.from(base64, "base64");
  const length = blob.length >= 4 ? blob.readUInt32BE(0) : -1;
  if (length < 0 || blob.subarray(4, 4 + length).toString("latin1") !== type)
    throw new Error(`does not hold a key of its type ${type}: the base64 part is damaged`);
  return { type, blob };
}

/** The host key signature algorithms to offer, so that the server shows the pinned key and no other. */
export function algorithmsFor(key: HostKey): string[] {
  return [...(signatureAlgorithms[key.type] ?? [])];
}

/** `SHA256:…` as printed by `ssh-keygen -l`. */
export function fingerprint(blob: Uint8Array): string {
  return `SHA256:${createHash("sha256").update(blob).digest("base64").replace(/=+$/, "")}`;
}

/** The type name inside a key blob. */
export function typeOf(blob: Buffer): string {
  if (blob.length < 4) return "unknown";
  return blob.subarray(4, 4 + blob.readUInt32BE(0)).toString("latin1");
}

/** Reads the pinned key of a target. @throws SshError ("target") that names the server. */
export function pinnedKey(target: SshTarget): HostKey {
  try {
    return parseHostKey(target.hostKey);
  } catch (error) {
    throw new SshError(
      "target",
      `${describeTarget(target)}: the host key ${error instanceof Error ? error.message : error}. ` +
        `Get it from the server itself: cat /etc/ssh/ssh_host_ed25519_key.pub`,
    );
  }
}

/** The error for a server that shows another key than the pinned one. */
export function mismatch(target: SshTarget, expected: HostKey, seen: Buffer | undefined): SshError {
  const shown = seen === undefined ? "no key of that type" : `${typeOf(seen)} ${fingerprint(seen)}`;
  return new SshError(
    "host-key",
    `${describeTarget(target)}: host key mismatch: expected ${expected.type} ${fingerprint(expected.blob)}, seen ${shown}. ` +
      `Either the server was reinstalled (then set its new hostKey in the stack, read on the server's console) ` +
      `or someone answers in its place; nothing was sent.`,
  );
}
