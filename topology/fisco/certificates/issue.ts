import { createPrivateKey } from "node:crypto";
import { chainKey, keyPem } from "../keys.js";
import type { PlannedFiscoCertificate } from "../types.js";
import { issueCertificate, type Term } from "./certificate.js";
import { ecSigner, rsaSigner, type Signer } from "./signer.js";

/** What the keys of a chain are made of, by certificate id. All of it secret. */
export interface KeySources {
  /** For keys on secp256k1: 32 random bytes, 64 hex digits. */
  readonly random: Readonly<Record<string, string>>;
  /** For RSA keys: the key itself, PEM. */
  readonly rsa: Readonly<Record<string, string>>;
}

/** An issued certificate with its key. */
export interface Issued {
  /** The certificate alone, PEM. */
  readonly certificate: string;
  /**
   * The certificate, then its authorities up to the chain's: what build_chain.sh puts into `node.crt`. On the RSA channel
   * there is nothing between a certificate and its authority, and the certificate stands alone.
   */
  readonly bundle: string;
  /** PKCS#8, PEM. Secret. */
  readonly key: string;
}

interface Holder {
  readonly signer: Signer;
  readonly key: string;
}

/**
 * Issues a chain's certificates. Pure: the same sources and term give the same text.
 * @param planned authorities before what they sign
 * @throws Error when the source of a key is missing
 */
export function issueAll(
  planned: readonly PlannedFiscoCertificate[],
  sources: KeySources,
  term: Term,
): ReadonlyMap<string, Issued> {
  const holders = new Map(planned.map((one) => [one.id, holderOf(one, sources)]));
  const issued = new Map<string, Issued>();
  for (const { id, subject, use, issuer } of planned) {
    const signing = planned.find((one) => one.id === issuer);
    const holder = holders.get(id);
    const authority = holders.get(issuer);
    if (!signing || !holder || !authority) throw new Error(`certificate ${id}: no authority ${issuer}`);
    const certificate = issueCertificate({
      subject,
      use,
      holder: holder.signer,
      issuer: { subject: signing.subject, key: authority.signer },
      term,
    });
    const above = use === "channel" || issuer === id ? "" : (issued.get(issuer)?.bundle ?? "");
    issued.set(id, { certificate, bundle: certificate + above, key: holder.key });
  }
  return issued;
}

function holderOf({ id, key }: PlannedFiscoCertificate, { random, rsa }: KeySources): Holder {
  if (key === "rsa-2048") {
    const pem = sourceOf(rsa, id);
    return {
      signer: rsaSigner(pem),
      key: createPrivateKey(pem).export({ type: "pkcs8", format: "pem" }).toString(),
    };
  }
  const hex = sourceOf(random, id);
  if (!/^[0-9a-f]{64}$/i.test(hex)) throw new Error(`key ${id}: 64 hex digits were expected`);
  const own = chainKey(Buffer.from(hex, "hex"));
  return { signer: ecSigner(own), key: keyPem(own) };
}

function sourceOf(sources: Readonly<Record<string, string>>, id: string): string {
  const source = sources[id];
  if (source === undefined) throw new Error(`key ${id}: nothing to make it of`);
  return source;
}
