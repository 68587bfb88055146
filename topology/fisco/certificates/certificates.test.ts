import { describe, expect, test } from "vitest";
import { chainKey, nodeId } from "../keys.js";
import { fourNodes, keySources, planOf, settingsOf, testTime } from "../testing/chain.js";
import { openssl } from "../testing/openssl.js";
import { type Issued, issueAll } from "./issue.js";
import { identityIds, planCertificates } from "./planned.js";

const term = { notBefore: testTime, validityDays: 3650 };

function issuedFor(sdkCertificate: "rsa" | "ec"): ReadonlyMap<string, Issued> {
  const { fisco } = planOf(settingsOf({ ...fourNodes, sdkCertificate }));
  return issueAll(fisco.certificates, keySources(fisco), term);
}

const rsa = issuedFor("rsa");
const ec = issuedFor("ec");

function of(issued: ReadonlyMap<string, Issued>, id: string): Issued {
  const one = issued.get(id);
  if (!one) throw new Error(`no certificate ${id}`);
  return one;
}

/** What `openssl x509 -text` says of a certificate. */
const textOf = ({ certificate }: Issued) =>
  openssl(["x509", "-in", "one.crt", "-noout", "-text", "-nameopt", "RFC2253"], { "one.crt": certificate });

/** What follows an extension's heading. */
const extension = (text: string, heading: string) =>
  new RegExp(`X509v3 ${heading}:( critical)?\\s*\\n\\s*(.+)`).exec(text)?.slice(1, 3);

test("identities are the chain's, its nodes' and their agencies': an SDK's key may be made anew", () => {
  const agencies = [
    { name: "bank", nodes: ["node2", "node3"] },
    { name: "guest", nodes: [] },
  ];
  expect(identityIds({ agencies })).toEqual(["chain", "agency/bank", "node/node2", "node/node3"]);
});

describe("who signs what", () => {
  test.each([
    {
      sdkCertificate: "rsa" as const,
      expected: [
        "chain by chain, secp256k1, authority",
        "agency/bank by chain, secp256k1, authority",
        "node/node2 by agency/bank, secp256k1, node",
        "channel/bank by channel/bank, rsa-2048, authority",
        "channel-node/node2 by channel/bank, rsa-2048, channel",
        "sdk/bank by channel/bank, rsa-2048, channel",
      ],
    },
    {
      sdkCertificate: "ec" as const,
      expected: [
        "chain by chain, secp256k1, authority",
        "agency/bank by chain, secp256k1, authority",
        "node/node2 by agency/bank, secp256k1, node",
        "sdk/bank by agency/bank, secp256k1, node",
      ],
    },
  ])("with $sdkCertificate on the SDK channel", ({ sdkCertificate, expected }) => {
    const planned = planCertificates({ agencies: [{ name: "bank", nodes: ["node2"] }], sdkCertificate });
    expect(planned.map(({ id, issuer, key, use }) => `${id} by ${issuer}, ${key}, ${use}`)).toEqual(expected);
  });
});

describe("openssl reads", () => {
  test.each([
    {
      id: "chain",
      subject: "OU=chain,O=fisco-bcos,CN=chain",
      issuer: "OU=chain,O=fisco-bcos,CN=chain",
      constraints: [" critical", "CA:TRUE"],
      usage: [" critical", "Certificate Sign, CRL Sign"],
      signature: "ecdsa-with-SHA256",
    },
    {
      id: "agency/union",
      subject: "OU=agency,O=fisco-bcos,CN=union",
      issuer: "OU=chain,O=fisco-bcos,CN=chain",
      constraints: [" critical", "CA:TRUE"],
      usage: [" critical", "Certificate Sign, CRL Sign"],
      signature: "ecdsa-with-SHA256",
    },
    {
      id: "node/node0",
      subject: "OU=node,O=fisco-bcos,CN=node0",
      issuer: "OU=agency,O=fisco-bcos,CN=union",
      constraints: [" critical", "CA:FALSE"],
      usage: [" critical", "Digital Signature, Non Repudiation, Key Encipherment"],
      signature: "ecdsa-with-SHA256",
    },
    {
      id: "channel/union",
      subject: "OU=chain,O=fisco-bcos,CN=union",
      issuer: "OU=chain,O=fisco-bcos,CN=union",
      constraints: [" critical", "CA:TRUE"],
      usage: [" critical", "Certificate Sign, CRL Sign"],
      signature: "sha256WithRSAEncryption",
    },
    {
      id: "channel-node/node0",
      subject: "OU=agency,O=fisco-bcos,CN=FISCO-BCOS",
      issuer: "OU=chain,O=fisco-bcos,CN=union",
      constraints: undefined,
      usage: [" critical", "Digital Signature, Key Encipherment"],
      signature: "sha256WithRSAEncryption",
    },
    {
      id: "sdk/union",
      subject: "OU=agency,O=fisco-bcos,CN=FISCO-BCOS",
      issuer: "OU=chain,O=fisco-bcos,CN=union",
      constraints: undefined,
      usage: [" critical", "Digital Signature, Key Encipherment"],
      signature: "sha256WithRSAEncryption",
    },
  ])("$id", ({ id, subject, issuer, constraints, usage, signature }) => {
    const text = textOf(of(rsa, id));
    expect(text).toContain("Version: 3 (0x2)");
    expect(text).toContain(`Signature Algorithm: ${signature}`);
    expect(text).toContain(`Subject: ${subject}\n`);
    expect(text).toContain(`Issuer: ${issuer}\n`);
    expect(text).toContain("Not Before: Mar  1 00:00:00 2026 GMT");
    expect(text).toContain("Not After : Feb 27 00:00:00 2036 GMT");
    expect(extension(text, "Basic Constraints")).toEqual(constraints);
    expect(extension(text, "Key Usage")).toEqual(usage);
  });

  test("an SDK's certificate on secp256k1, which is like a node's", () => {
    const text = textOf(of(ec, "sdk/union"));
    expect(text).toContain("Subject: OU=sdk,O=fisco-bcos,CN=sdk\n");
    expect(text).toContain("Issuer: OU=agency,O=fisco-bcos,CN=union\n");
    expect(text).toContain("ASN1 OID: secp256k1");
    expect(extension(text, "Basic Constraints")).toEqual([" critical", "CA:FALSE"]);
  });
});

describe("openssl verifies", () => {
  const verify = (leaf: string, authority: string, ...args: readonly string[]) =>
    openssl(["verify", "-x509_strict", ...args, "-CAfile", "ca.crt", "-untrusted", "leaf.crt", "leaf.crt"], {
      "ca.crt": authority,
      "leaf.crt": leaf,
    });
  // Validity is judged at a time within it, whatever the machine's clock says.
  const now = ["-attime", String(testTime.getTime() / 1000 + 86_400)];

  test.each(["node/node0", "node/node1", "node/node2", "node/node3"])(
    "%s by the file that it is given, up to the chain's certificate",
    (id) => {
      for (const purpose of ["sslserver", "sslclient"])
        expect(verify(of(rsa, id).bundle, of(rsa, "chain").bundle, ...now, "-purpose", purpose)).toBe(
          "leaf.crt: OK\n",
        );
    },
  );

  test.each(["sdk/union", "sdk/bank"])("%s on secp256k1", (id) => {
    expect(verify(of(ec, id).bundle, of(ec, "chain").bundle, ...now)).toBe("leaf.crt: OK\n");
  });

  test.each(["channel-node/node0", "sdk/union"])("%s by its agency's channel authority", (id) => {
    for (const purpose of ["sslserver", "sslclient"])
      expect(verify(of(rsa, id).bundle, of(rsa, "channel/union").bundle, ...now, "-purpose", purpose)).toBe(
        "leaf.crt: OK\n",
      );
  });

  test("a node's certificate by no other chain's", () => {
    const { fisco } = planOf(settingsOf(fourNodes));
    const sources = keySources(fisco);
    const random = { ...sources.random, chain: "77".repeat(32) };
    const other = issueAll(fisco.certificates, { ...sources, random }, term);
    expect(() => verify(of(rsa, "node/node0").bundle, of(other, "chain").bundle, ...now)).toThrow();
  });

  test("no certificate after its validity", () => {
    const late = String(Date.parse("2036-02-28T00:00:00Z") / 1000);
    expect(() => verify(of(rsa, "node/node0").bundle, of(rsa, "chain").bundle, "-attime", late)).toThrow();
  });

  test("a key with its certificate, and the node id in it", () => {
    const { certificate, key } = of(rsa, "node/node0");
    const fromKey = openssl(["pkey", "-in", "node.key", "-pubout"], { "node.key": key });
    expect(openssl(["x509", "-in", "node.crt", "-pubkey", "-noout"], { "node.crt": certificate })).toBe(
      fromKey,
    );
    const { fisco } = planOf(settingsOf(fourNodes));
    const random = keySources(fisco).random["node/node0"] ?? "";
    const der = Buffer.from(fromKey.replace(/-----[^-]+-----/g, ""), "base64").toString("hex");
    expect(der.endsWith(`04${nodeId(chainKey(Buffer.from(random, "hex")))}`)).toBe(true);
  });
});

test("node.crt is the node's certificate, its agency's and the chain's, in this order", () => {
  const { bundle } = of(rsa, "node/node2");
  expect(bundle).toBe(
    of(rsa, "node/node2").certificate + of(rsa, "agency/bank").certificate + of(rsa, "chain").certificate,
  );
  expect(of(rsa, "chain").bundle).toBe(of(rsa, "chain").certificate);
});

test("on the RSA channel a certificate stands alone", () => {
  expect(of(rsa, "sdk/union").bundle).toBe(of(rsa, "sdk/union").certificate);
});

test("the same keys, begin and days give the same certificates, byte for byte", () => {
  expect([...issuedFor("rsa")]).toEqual([...rsa]);
  expect([...issuedFor("ec")]).toEqual([...ec]);
});

test("no two certificates have one serial number", () => {
  const numbers = [...ec.values()].map(({ certificate }) =>
    openssl(["x509", "-in", "one.crt", "-noout", "-serial"], { "one.crt": certificate }),
  );
  expect(new Set(numbers).size).toBe(numbers.length);
  for (const number of numbers) expect(number).toMatch(/^serial=[4-7][0-9A-F]{31}\n$/);
});

test("a renewed certificate has the same key", () => {
  const { fisco } = planOf(settingsOf(fourNodes));
  const renewed = issueAll(fisco.certificates, keySources(fisco), {
    ...term,
    notBefore: new Date("2027-03-01T00:00:00Z"),
  });
  expect(of(renewed, "node/node0").key).toBe(of(rsa, "node/node0").key);
  expect(of(renewed, "node/node0").certificate).not.toBe(of(rsa, "node/node0").certificate);
});

test("validity beyond 2049 is written as RFC 5280 asks", () => {
  const { fisco } = planOf(settingsOf(fourNodes));
  const long = issueAll(fisco.certificates, keySources(fisco), { ...term, validityDays: 36_500 });
  expect(textOf(of(long, "node/node0"))).toContain("Not After : Feb  5 00:00:00 2126 GMT");
});

test.each([
  { what: "nothing to make a key of", random: {}, message: "key chain: nothing to make it of" },
  { what: "too few random bytes", random: { chain: "11" }, message: "key chain: 64 hex digits" },
])("$what is refused", ({ random, message }) => {
  const planned = planCertificates({ agencies: [], sdkCertificate: "ec" });
  expect(() => issueAll(planned, { random, rsa: {} }, term)).toThrow(message);
});
