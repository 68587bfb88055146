import type { Props } from "../rpc/values.js";
import type { Case } from "./case.js";

/** Cases of the random package. */
export const randomCases: readonly Case[] = [
  {
    title: "a password",
    type: "random:index/randomPassword:RandomPassword",
    inputs: { length: 24, special: false },
    changes: { longer: { length: 32 }, "another keeper": { keepers: { a: "1" } } },
    expected: { longer: "replace length", "another keeper": "replace keepers" },
  },
  {
    title: "a password of no length",
    type: "random:index/randomPassword:RandomPassword",
    inputs: {},
    expected: { check: "refused: 1" },
  },
  {
    title: "an id",
    type: "random:index/randomId:RandomId",
    inputs: { byteLength: 4 },
    changes: { longer: { byteLength: 8 }, "with a prefix": { prefix: "a" } },
    expected: { longer: "replace byteLength", "with a prefix": "replace prefix" },
  },
  {
    title: "bytes",
    type: "random:index/randomBytes:RandomBytes",
    inputs: { length: 32 },
    changes: { longer: { length: 64 } },
    expected: { longer: "replace length" },
  },
];

/** What the cases of the tls package need that was made before, by `tls` itself. */
export interface KeyMaterial {
  readonly keyPem: string;
  readonly authorityPem: string;
  readonly requestPem: string;
}

/** A key, a self-signed authority and a request for the cases of {@link tlsCases}, in the order in which they are made. */
export const material = {
  key: { type: "tls:index/privateKey:PrivateKey", inputs: { algorithm: "ECDSA", ecdsaCurve: "P256" } },
  authority: (keyPem: string) => ({
    type: "tls:index/selfSignedCert:SelfSignedCert",
    inputs: authority(keyPem),
  }),
  request: (keyPem: string) => ({ type: "tls:index/certRequest:CertRequest", inputs: request(keyPem) }),
} as const;

function authority(privateKeyPem: string): Props {
  return {
    privateKeyPem,
    subject: { commonName: "ca.example.com", organization: "example.com" },
    isCaCertificate: true,
    setSubjectKeyId: true,
    allowedUses: ["digital_signature", "key_encipherment", "cert_signing", "crl_signing"],
    validityPeriodHours: 131_400,
    earlyRenewalHours: 0,
  };
}

function request(privateKeyPem: string): Props {
  return {
    privateKeyPem,
    subject: { commonName: "peer0", organization: "example.com", organizationalUnit: "peer" },
    dnsNames: ["peer0.example.com"],
    ipAddresses: ["10.0.0.1"],
  };
}

/** Cases of the tls package. */
export function tlsCases({ keyPem, authorityPem, requestPem }: KeyMaterial): Case[] {
  const leaf: Props = {
    certRequestPem: requestPem,
    caCertPem: authorityPem,
    caPrivateKeyPem: keyPem,
    allowedUses: ["digital_signature", "server_auth"],
    validityPeriodHours: 8760,
    earlyRenewalHours: 1440,
  };
  const signed = "tls:index/locallySignedCert:LocallySignedCert";
  return [
    {
      title: "an elliptic key",
      type: material.key.type,
      inputs: material.key.inputs,
      changes: { "another curve": { ecdsaCurve: "P384" }, RSA: { algorithm: "RSA" } },
      expected: { "another curve": "replace ecdsaCurve", RSA: "replace algorithm" },
    },
    {
      title: "an RSA key",
      type: material.key.type,
      inputs: { algorithm: "RSA", rsaBits: 2048 },
      changes: { longer: { rsaBits: 3072 } },
      expected: { longer: "replace rsaBits" },
    },
    {
      title: "an authority",
      ...material.authority(keyPem),
      changes: {
        "another name": { subject: { commonName: "ca2.example.com", organization: "example.com" } },
        "for longer": { validityPeriodHours: 131_401 },
        "renewed earlier": { earlyRenewalHours: 1 },
      },
      expected: {
        "another name": "replace subject",
        "for longer": "replace validityPeriodHours",
        "renewed earlier": "update earlyRenewalHours",
      },
    },
    {
      title: "a request",
      ...material.request(keyPem),
      changes: { "another name": { dnsNames: ["peer1.example.com"] } },
      expected: { "another name": "replace dnsNames" },
    },
    {
      title: "a signed certificate",
      type: signed,
      inputs: leaf,
      changes: {
        "for longer": { validityPeriodHours: 8761 },
        "of other uses": { allowedUses: ["digital_signature", "client_auth"] },
      },
      expected: { "for longer": "replace validityPeriodHours", "of other uses": "replace allowedUses" },
    },
    {
      title: "a certificate that is due for renewal",
      type: signed,
      inputs: { ...leaf, earlyRenewalHours: 9000 },
      expected: { again: "replace readyForRenewal", refreshed: "replace readyForRenewal" },
    },
    {
      title: "uses as the SDK's documentation writes them",
      type: signed,
      inputs: { ...leaf, allowedUses: ["digitalSignature", "certSigning"] },
      expected: { check: "refused: 2" },
    },
  ];
}
