import { execFileSync } from "node:child_process";
import { createPrivateKey, createPublicKey, X509Certificate } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import ssh2 from "ssh2";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type EngineSide, engineSide } from "../rpc/harness.js";
import { isSecret, type Props, revealProps } from "../rpc/values.js";
import { tlsPackage } from "./package.js";

const privateKey = "tls:index/privateKey:PrivateKey";
const selfSigned = "tls:index/selfSignedCert:SelfSignedCert";
const certRequest = "tls:index/certRequest:CertRequest";
const locallySigned = "tls:index/locallySignedCert:LocallySignedCert";

let engine: EngineSide;
let work: string;
beforeAll(async () => {
  engine = await engineSide(tlsPackage("5.6.1"));
  work = mkdtempSync(join(tmpdir(), "consortium-tls-"));
});
afterAll(() => {
  engine.close();
  rmSync(work, { recursive: true });
});

const make = async (type: string, inputs: Props): Promise<Record<string, string>> =>
  revealProps((await engine.create(type, inputs)).outputs) as Record<string, string>;

/** What openssl says of a file. */
function openssl(words: readonly string[], pem = ""): string {
  const file = join(work, "pem");
  writeFileSync(file, pem);
  return execFileSync("openssl", [...words, ...(pem === "" ? [] : ["-in", file])], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
}

const keys: { kind: string; inputs: Props; head: string; ssh: string }[] = [
  {
    kind: "P-256",
    inputs: { algorithm: "ECDSA", ecdsaCurve: "P256" },
    head: "EC PRIVATE KEY",
    ssh: "ecdsa-sha2-nistp256",
  },
  {
    kind: "P-384",
    inputs: { algorithm: "ECDSA", ecdsaCurve: "P384" },
    head: "EC PRIVATE KEY",
    ssh: "ecdsa-sha2-nistp384",
  },
  {
    kind: "P-521",
    inputs: { algorithm: "ECDSA", ecdsaCurve: "P521" },
    head: "EC PRIVATE KEY",
    ssh: "ecdsa-sha2-nistp521",
  },
  { kind: "RSA", inputs: { algorithm: "RSA" }, head: "RSA PRIVATE KEY", ssh: "ssh-rsa" },
  { kind: "Ed25519", inputs: { algorithm: "ED25519" }, head: "PRIVATE KEY", ssh: "ssh-ed25519" },
];

describe.each(keys)("a $kind key", ({ inputs, head, ssh }) => {
  let outputs: Props;
  let texts: Record<string, string>;
  beforeAll(async () => {
    ({ outputs } = await engine.create(privateKey, inputs));
    texts = revealProps(outputs) as Record<string, string>;
  });

  test("its private forms are secret, its public ones are not", () => {
    for (const name of ["privateKeyPem", "privateKeyPemPkcs8", "privateKeyOpenssh"])
      expect(isSecret(outputs[name])).toBe(true);
    for (const name of ["publicKeyPem", "publicKeyOpenssh"]) expect(isSecret(outputs[name])).toBe(false);
  });

  test("all forms are the same key", () => {
    expect(texts.privateKeyPem).toMatch(new RegExp(`^-----BEGIN ${head}-----\n`));
    const spki = (pem: string | undefined) =>
      createPublicKey(createPrivateKey(pem ?? "")).export({ type: "spki", format: "pem" });
    expect(spki(texts.privateKeyPem)).toBe(texts.publicKeyPem);
    expect(spki(texts.privateKeyPemPkcs8)).toBe(texts.publicKeyPem);
    const openssh = ssh2.utils.parseKey(texts.privateKeyOpenssh ?? "");
    if (openssh instanceof Error) throw openssh;
    expect(texts.publicKeyOpenssh).toBe(`${ssh} ${openssh.getPublicSSH().toString("base64")}\n`);
  });

  test("ssh-keygen reads it and shows the same fingerprint", () => {
    const file = join(work, "ssh");
    writeFileSync(file, texts.privateKeyOpenssh ?? "", { mode: 0o600 });
    expect(execFileSync("ssh-keygen", ["-y", "-f", file], { encoding: "utf8" }).trim()).toBe(
      texts.publicKeyOpenssh?.trim(),
    );
    expect(execFileSync("ssh-keygen", ["-l", "-f", file], { encoding: "utf8" }).split(" ")[1]).toBe(
      texts.publicKeyFingerprintSha256,
    );
    expect(
      execFileSync("ssh-keygen", ["-l", "-E", "md5", "-f", file], { encoding: "utf8" }).split(" ")[1],
    ).toBe(`MD5:${texts.publicKeyFingerprintMd5}`);
  });

  test("a chain made with it verifies in openssl", async () => {
    const pem = texts.privateKeyPem ?? "";
    const ca = await make(selfSigned, {
      allowedUses: ["cert_signing", "crl_signing"],
      isCaCertificate: true,
      privateKeyPem: pem,
      validityPeriodHours: 100,
      subject: { commonName: "ca", organization: "Org" },
    });
    const { certRequestPem = "" } = await make(certRequest, {
      privateKeyPem: pem,
      subject: { commonName: "leaf" },
    });
    const leaf = await make(locallySigned, {
      allowedUses: ["digital_signature", "client_auth"],
      caCertPem: ca.certPem ?? "",
      caPrivateKeyPem: pem,
      certRequestPem,
      validityPeriodHours: 10,
    });
    writeFileSync(join(work, "ca"), ca.certPem ?? "");
    writeFileSync(join(work, "leaf"), leaf.certPem ?? "");
    expect(
      execFileSync("openssl", ["verify", "-x509_strict", "-CAfile", join(work, "ca"), join(work, "leaf")], {
        encoding: "utf8",
      }),
    ).toContain("leaf: OK");
  });
});

describe("certificates", () => {
  let key: string;
  let other: string;
  let ca: Record<string, string>;
  let request: string;
  const subject = {
    commonName: "peer0.org1.example.com",
    organization: "Org1",
    organizationalUnit: "peer",
    country: "DE",
    locality: "Bonn",
    province: "NRW",
    postalCode: "53111",
    streetAddresses: ["Main Street 1"],
    serialNumber: "17",
  };
  beforeAll(async () => {
    key = (await make(privateKey, { algorithm: "ECDSA", ecdsaCurve: "P256" })).privateKeyPem ?? "";
    other = (await make(privateKey, { algorithm: "ECDSA", ecdsaCurve: "P256" })).privateKeyPem ?? "";
    ca = await make(selfSigned, {
      allowedUses: ["cert_signing", "crl_signing", "digital_signature"],
      isCaCertificate: true,
      maxPathLength: 0,
      privateKeyPem: key,
      validityPeriodHours: 24 * 365,
      setSubjectKeyId: true,
      setAuthorityKeyId: true,
      subject: { commonName: "ca.org1", organization: "Org1" },
    });
    request =
      (
        await make(certRequest, {
          privateKeyPem: other,
          subject,
          dnsNames: ["peer0.org1.example.com", "localhost"],
          ipAddresses: ["10.0.0.1", "::1"],
          uris: ["spiffe://x/y"],
        })
      ).certRequestPem ?? "";
  });

  const leafInputs = (): Props => ({
    allowedUses: ["digital_signature", "key_encipherment", "server_auth", "client_auth"],
    caCertPem: ca.certPem ?? "",
    caPrivateKeyPem: key,
    certRequestPem: request,
    validityPeriodHours: 48,
    setSubjectKeyId: true,
  });

  test("an authority says so, with its path length, uses and key ids", () => {
    const text = openssl(["x509", "-noout", "-text"], ca.certPem);
    expect(text).toMatch(/X509v3 Basic Constraints: critical\s+CA:TRUE, pathlen:0/);
    expect(text).toMatch(/X509v3 Key Usage: critical\s+Digital Signature, Certificate Sign, CRL Sign/);
    const [, subjectId] = /Subject Key Identifier:\s+([0-9A-F:]+)/.exec(text) ?? [];
    const [, authorityId] = /Authority Key Identifier:\s+([0-9A-F:]+)/.exec(text) ?? [];
    expect(subjectId).toMatch(/^([0-9A-F]{2}:){19}[0-9A-F]{2}$/);
    expect(authorityId).toBe(subjectId);
    expect(text).toMatch(/Signature Algorithm: ecdsa-with-SHA256/);
  });

  test("a signed certificate has the request's names, the authority's key id and no more rights", async () => {
    const { certPem = "" } = await make(locallySigned, leafInputs());
    const leaf = new X509Certificate(certPem);
    const authority = new X509Certificate(ca.certPem ?? "");
    expect(leaf.verify(authority.publicKey)).toBe(true);
    expect(leaf.checkIssued(authority)).toBe(true);
    expect(leaf.checkPrivateKey(createPrivateKey(other))).toBe(true);
    expect(leaf.ca).toBe(false);
    expect(leaf.checkHost("localhost")).toBe("localhost");
    expect(leaf.checkIP("10.0.0.1")).toBe("10.0.0.1");
    expect(leaf.subjectAltName).toBe(
      "DNS:peer0.org1.example.com, DNS:localhost, IP Address:10.0.0.1, IP Address:0:0:0:0:0:0:0:1, URI:spiffe://x/y",
    );
    const text = openssl(["x509", "-noout", "-text"], certPem);
    expect(text).toMatch(/X509v3 Key Usage: critical\s+Digital Signature, Key Encipherment\n/);
    expect(text).toMatch(
      /Extended Key Usage: \s+TLS Web Server Authentication, TLS Web Client Authentication\n/,
    );
    const [, caId] =
      /Subject Key Identifier:\s+([0-9A-F:]+)/.exec(openssl(["x509", "-noout", "-text"], ca.certPem)) ?? [];
    expect(text).toContain(`Authority Key Identifier: \n                ${caId}`);
  });

  test("the subject has its parts in the order of the official provider", async () => {
    const { certPem } = await make(locallySigned, leafInputs());
    expect(openssl(["x509", "-noout", "-subject", "-nameopt", "RFC2253,-dn_rev"], certPem).trim()).toBe(
      "subject=C=DE,O=Org1,OU=peer,L=Bonn,ST=NRW,street=Main Street 1,postalCode=53111,CN=peer0.org1.example.com,serialNumber=17",
    );
  });

  test("it is valid from now, for the hours asked for", async () => {
    const before = Math.floor(Date.now() / 1000) * 1000;
    const {
      certPem = "",
      validityStartTime = "",
      validityEndTime = "",
    } = await make(locallySigned, leafInputs());
    const start = Date.parse(validityStartTime);
    expect(start).toBeGreaterThanOrEqual(before);
    expect(start).toBeLessThan(before + 5000);
    expect(Date.parse(validityEndTime) - start).toBe(48 * 3600 * 1000);
    expect(validityEndTime).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    expect(Date.parse(new X509Certificate(certPem).validTo)).toBe(Date.parse(validityEndTime));
  });

  test("serial numbers are positive, 16 bytes and differ; the id is their decimal form", async () => {
    const one = await engine.create(locallySigned, leafInputs());
    const two = await engine.create(locallySigned, leafInputs());
    const serial = new X509Certificate(String(one.outputs.certPem)).serialNumber;
    expect(serial).toMatch(/^[4-7][0-9A-F]{31}$/);
    expect(BigInt(`0x${serial}`).toString()).toBe(one.id);
    expect(one.id).not.toBe(two.id);
  });

  test("the request carries a good signature and its names", () => {
    expect(openssl(["req", "-noout", "-verify", "-text"], request)).toContain("DNS:peer0.org1.example.com");
  });

  test("keys stay secret in the outputs", async () => {
    const { outputs } = await engine.create(locallySigned, leafInputs());
    expect(isSecret(outputs.caPrivateKeyPem)).toBe(true);
    expect(isSecret(outputs.certPem)).toBe(false);
    expect(outputs.caKeyAlgorithm).toBe("ECDSA");
  });

  test("the key of another authority is refused", async () => {
    await expect(
      engine.create(locallySigned, { ...leafInputs(), caPrivateKeyPem: other }),
    ).rejects.toMatchObject({
      message: "caPrivateKeyPem is not the key of caCertPem",
    });
  });

  test("a broken key is refused without showing it", async () => {
    await expect(engine.create(certRequest, { privateKeyPem: "-----BEGIN junk" })).rejects.toEqual({
      message: "privateKeyPem is not a private key in PEM form",
    });
  });

  test.each([
    { rule: "far from its end", hours: 24, endsInHours: 48, replaces: [] },
    { rule: "within the renewal window", hours: 24, endsInHours: 23, replaces: ["readyForRenewal"] },
    { rule: "past its end", hours: 0, endsInHours: -1, replaces: ["readyForRenewal"] },
    { rule: "without a window, near its end", hours: 0, endsInHours: 1, replaces: [] },
  ])("a certificate $rule: replaced for $replaces", async ({ hours, endsInHours, replaces }) => {
    const inputs = { ...leafInputs(), earlyRenewalHours: hours };
    const validityEndTime = new Date(Date.now() + endsInHours * 3_600_000).toISOString();
    expect((await engine.diff(locallySigned, inputs, inputs, { validityEndTime })).replaces).toEqual(
      replaces,
    );
  });

  test("another renewal window alone changes in place; another subject, key or validity needs a new certificate", async () => {
    const inputs = leafInputs();
    const later = { validityEndTime: new Date(Date.now() + 1e9).toISOString() };
    expect(
      await engine.diff(locallySigned, inputs, { ...inputs, earlyRenewalHours: 1 }, later),
    ).toMatchObject({ changes: ["earlyRenewalHours"], replaces: [] });
    expect(
      (await engine.diff(locallySigned, inputs, { ...inputs, validityPeriodHours: 49 }, later)).replaces,
    ).toEqual(["validityPeriodHours"]);
    expect(
      (
        await engine.diff(
          selfSigned,
          { subject: { commonName: "a" } },
          { subject: { commonName: "b" } },
          later,
        )
      ).replaces,
    ).toEqual(["subject"]);
  });

  test.each([
    {
      type: privateKey,
      inputs: { algorithm: "ECDSA" },
      says: "ecdsaCurve P224 is not supported by the stand-in plugin; use P256, P384, P521",
    },
    { type: privateKey, inputs: { algorithm: "DSA" }, says: "algorithm DSA is none of RSA, ECDSA, ED25519" },
    {
      type: selfSigned,
      inputs: { allowedUses: ["flying"], privateKeyPem: "x", validityPeriodHours: 1 },
      says: "allowedUses: there is no use named flying",
    },
  ])("refused: $says", async ({ type, inputs, says }) => {
    expect((await engine.check(type, inputs)).failures).toEqual([says]);
  });
});
