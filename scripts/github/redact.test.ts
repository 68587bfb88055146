import { expect, test } from "vitest";
import { redact, secretsOf } from "./redact.js";

test("known secrets are blanked out wherever they stand, each line of a key by itself", () => {
  const secrets = secretsOf({
    PULUMI_CONFIG_PASSPHRASE: "correct horse",
    SSH_PRIVATE_KEY:
      "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNz\nAAAAB3Nz\n-----END OPENSSH PRIVATE KEY-----\n",
    HOME: "/root",
    PULUMI_ACCESS_TOKEN: "",
  });
  expect(redact("wrong: correct horse; line AAAAB3Nz of /root", secrets)).toBe(
    "wrong: [redacted]; line [redacted] of /root",
  );
});

test("a secret that holds a shorter one goes as a whole", () => {
  const secrets = secretsOf({ PULUMI_CONFIG_PASSPHRASE: "abcd", PULUMI_ACCESS_TOKEN: "pul-abcd-1" });
  expect(redact("token pul-abcd-1", secrets)).toBe("token [redacted]");
});

test.each([
  {
    text: "+ key: -----BEGIN EC PRIVATE KEY-----\nMHc\n-----END EC PRIVATE KEY-----\n+ next",
    shown: "+ key: [redacted]\n+ next",
  },
  { text: "-----BEGIN PRIVATE KEY-----\nMIIcut off", shown: "[redacted]" },
  { text: "GET http://couch:hunter2@127.0.0.1:5984/", shown: "GET http://couch:[redacted]@127.0.0.1:5984/" },
  { text: "-----BEGIN CERTIFICATE-----\nMIIB", shown: "-----BEGIN CERTIFICATE-----\nMIIB" },
  { text: "peer0@org1 and s3://bucket/state", shown: "peer0@org1 and s3://bucket/state" },
])("without any known secret: $text", ({ text, shown }) => {
  expect(redact(text, [])).toBe(shown);
});
