import type { Change } from "../rpc/diff.js";
import { Fields } from "../rpc/fields.js";
import type { Kind, ProviderPackage, Recorded, Refusal } from "../rpc/kind.js";
import type { Props } from "../rpc/values.js";
import {
  type CertificateTerms,
  distinguishedName,
  type MadeCertificate,
  makeRequest,
  makeSelfSigned,
  makeSigned,
  type SubjectNames,
} from "./certificate.js";
import { type Algorithm, algorithmOf, curves, keyTexts, newPrivateKey, readPrivateKey } from "./keys.js";
import { extendedUses, keyUsageBits } from "./usages.js";

const writeOnly =
  "write-only keys need the engine's support; use the plain property, which is kept as a secret";

/** The tls package: keys and certificates made here and kept in the state. */
export function tlsPackage(version: string): ProviderPackage {
  return {
    name: "tls",
    version,
    instance: () => ({
      kinds: {
        "tls:index/privateKey:PrivateKey": privateKeyKind,
        "tls:index/certRequest:CertRequest": certRequestKind,
        "tls:index/selfSignedCert:SelfSignedCert": selfSignedKind,
        "tls:index/locallySignedCert:LocallySignedCert": locallySignedKind,
      },
    }),
  };
}

const privateKeyKind: Kind = {
  required: ["algorithm"],
  optional: ["ecdsaCurve", "rsaBits"],
  computed: [
    "privateKeyOpenssh",
    "privateKeyPem",
    "privateKeyPemPkcs8",
    "publicKeyFingerprintMd5",
    "publicKeyFingerprintSha256",
    "publicKeyOpenssh",
    "publicKeyPem",
  ],
  secretOutputs: ["privateKeyOpenssh", "privateKeyPem", "privateKeyPemPkcs8"],
  replaces: () => true,
  defaults: { ecdsaCurve: "P224", rsaBits: 2048 },
  check(inputs): Refusal[] {
    const algorithm = inputs.text("algorithm");
    if (algorithm !== undefined && !["RSA", "ECDSA", "ED25519"].includes(algorithm))
      return [{ property: "algorithm", reason: `algorithm ${algorithm} is none of RSA, ECDSA, ED25519` }];
    const curve = inputs.text("ecdsaCurve") ?? "P224";
    return algorithm !== "ECDSA" || curve in curves
      ? []
      : [
          {
            property: "ecdsaCurve",
            reason: `ecdsaCurve ${curve} is not supported by the stand-in plugin; use ${Object.keys(curves).join(", ")}`,
          },
        ];
  },
  async create(_, inputs) {
    const key = newPrivateKey(
      inputs.need("algorithm") as Algorithm,
      inputs.text("ecdsaCurve") ?? "P224",
      inputs.number("rsaBits") ?? 2048,
    );
    const texts = keyTexts(key);
    return { id: texts.publicKeyFingerprintSha256.slice("SHA256:".length), outputs: { ...texts } };
  },
};

const certRequestKind: Kind = {
  required: ["privateKeyPem"],
  optional: ["dnsNames", "ipAddresses", "subject", "uris"],
  refused: { privateKeyPemWo: writeOnly, privateKeyPemWoVersion: writeOnly },
  computed: ["certRequestPem", "keyAlgorithm"],
  secretOutputs: ["privateKeyPem"],
  replaces: () => true,
  async create(operation, inputs) {
    const key = readPrivateKey(inputs.need("privateKeyPem"), "privateKeyPem");
    const certRequestPem = await makeRequest(key, distinguishedName(inputs.object("subject")), names(inputs));
    return { id: operation.name, outputs: { certRequestPem, keyAlgorithm: algorithmOf(key) } };
  },
};

/** What certificates of both kinds share: uses are checked, and one that is due is replaced. */
const certificate = {
  computed: ["certPem", "readyForRenewal", "validityEndTime", "validityStartTime"],
  replaces: (key: string) => key !== "earlyRenewalHours",
  defaults: { earlyRenewalHours: 0, isCaCertificate: false, maxPathLength: -1, setSubjectKeyId: false },
  check: checkUses,
  drift: due,
  /** Only `earlyRenewalHours` changes without a new certificate. */
  async update(_: unknown, recorded: Recorded, news: Fields): Promise<Props> {
    return { readyForRenewal: isDue(recorded.outputs, news.number("earlyRenewalHours") ?? 0, new Date()) };
  },
  async read(_: unknown, { inputs, outputs }: Recorded) {
    const hours = new Fields(inputs).number("earlyRenewalHours") ?? 0;
    return { inputs: {}, outputs: { readyForRenewal: isDue(outputs, hours, new Date()) } };
  },
} satisfies Partial<Kind>;

const selfSignedKind: Kind = {
  ...certificate,
  required: ["allowedUses", "privateKeyPem", "validityPeriodHours"],
  optional: [
    "dnsNames",
    "earlyRenewalHours",
    "ipAddresses",
    "isCaCertificate",
    "maxPathLength",
    "setAuthorityKeyId",
    "setSubjectKeyId",
    "subject",
    "uris",
  ],
  refused: { privateKeyPemWo: writeOnly, privateKeyPemWoVersion: writeOnly },
  computed: [...certificate.computed, "keyAlgorithm"],
  secretOutputs: ["privateKeyPem"],
  defaults: { ...certificate.defaults, setAuthorityKeyId: false },
  async create(_, inputs) {
    const key = readPrivateKey(inputs.need("privateKeyPem"), "privateKeyPem");
    const made = await makeSelfSigned(
      key,
      distinguishedName(inputs.object("subject")),
      names(inputs),
      terms(inputs),
      inputs.flag("setAuthorityKeyId") === true,
    );
    return { id: made.serial, outputs: { ...outputsOf(made, inputs), keyAlgorithm: algorithmOf(key) } };
  },
};

const locallySignedKind: Kind = {
  ...certificate,
  required: ["allowedUses", "caCertPem", "caPrivateKeyPem", "certRequestPem", "validityPeriodHours"],
  optional: ["earlyRenewalHours", "isCaCertificate", "maxPathLength", "setSubjectKeyId"],
  refused: { caPrivateKeyPemWo: writeOnly, caPrivateKeyPemWoVersion: writeOnly },
  computed: [...certificate.computed, "caKeyAlgorithm"],
  secretOutputs: ["caPrivateKeyPem"],
  async create(_, inputs) {
    const caKey = readPrivateKey(inputs.need("caPrivateKeyPem"), "caPrivateKeyPem");
    const made = await makeSigned(
      inputs.need("certRequestPem"),
      inputs.need("caCertPem"),
      caKey,
      terms(inputs),
    );
    return { id: made.serial, outputs: { ...outputsOf(made, inputs), caKeyAlgorithm: algorithmOf(caKey) } };
  },
};

function names(inputs: Fields): SubjectNames {
  return {
    dnsNames: inputs.texts("dnsNames") ?? [],
    ipAddresses: inputs.texts("ipAddresses") ?? [],
    uris: inputs.texts("uris") ?? [],
  };
}

function terms(inputs: Fields): CertificateTerms {
  return {
    allowedUses: inputs.texts("allowedUses") ?? [],
    validityPeriodHours: inputs.number("validityPeriodHours") ?? 0,
    isCa: inputs.flag("isCaCertificate") === true,
    maxPathLength: inputs.number("maxPathLength"),
    setSubjectKeyId: inputs.flag("setSubjectKeyId") === true,
  };
}

function checkUses(inputs: Fields): Refusal[] {
  const wrong = (inputs.texts("allowedUses") ?? []).filter(
    (use) => !Object.hasOwn(keyUsageBits, use) && !Object.hasOwn(extendedUses, use),
  );
  return wrong.map((use) => ({
    property: "allowedUses",
    reason: `allowedUses: there is no use named ${use}`,
  }));
}

function outputsOf(made: MadeCertificate, inputs: Fields): Props {
  const validity = { validityStartTime: rfc3339(made.notBefore), validityEndTime: rfc3339(made.notAfter) };
  const hours = inputs.number("earlyRenewalHours") ?? 0;
  return { certPem: made.pem, ...validity, readyForRenewal: isDue(validity, hours, new Date()) };
}

/** A certificate within `earlyRenewalHours` of its end (or past it) is replaced by the next run. */
function due(recorded: Recorded, news: Props, now: Date): Change[] {
  const hours = new Fields(news).number("earlyRenewalHours") ?? 0;
  return isDue(recorded.outputs, hours, now)
    ? [{ path: "readyForRenewal", kind: "update", replace: true }]
    : [];
}

/** Whether the time to renew has come. */
export function isDue(outputs: Props, earlyRenewalHours: number, now: Date): boolean {
  const end = Date.parse(String(outputs.validityEndTime));
  return !Number.isNaN(end) && now.getTime() >= end - earlyRenewalHours * 3_600_000;
}

function rfc3339(date: Date): string {
  return date.toISOString().replace(/\.\d+Z$/, "Z");
}
