import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { canaryOf, newCanaryValue, secretLine } from "./canary.js";

const value = "canary-registry-00112233445566778899aabbccddeeff";
const { words } = canaryOf("registry-login", "registry", [value]);
const gives = (text: string) => words.some((word) => text.includes(word));

describe("a canary is recognised", () => {
  test.each([
    { as: "it is", text: `password=${value}\n` },
    { as: "base64", text: Buffer.from(value).toString("base64") },
    {
      as: "base64 of a JSON text",
      text: Buffer.from(JSON.stringify({ password: value })).toString("base64"),
    },
    { as: "base64 after one more byte", text: Buffer.from(`x{"password":"${value}"}`).toString("base64") },
    { as: "base64 after two more bytes", text: Buffer.from(`xx{"password":"${value}"}`).toString("base64") },
    { as: "base64url", text: Buffer.from(`?>?${value}`).toString("base64url") },
  ])("as $as", ({ text }) => expect(gives(text)).toBe(true));

  test("and no other is taken for it", () => {
    const other = newCanaryValue("registry");
    expect(other).toMatch(/^canary-registry-[0-9a-f]{32}$/);
    expect(gives(other)).toBe(false);
    expect(gives(Buffer.from(other).toString("base64"))).toBe(false);
  });
});

test("a value that would be found by chance is refused", () => {
  expect(() => canaryOf("passphrase", "passphrase", ["secret"])).toThrow("a value of 6 characters");
});

describe("of a private key", () => {
  test("in SEC1 or PKCS#8 the first line is looked for", () => {
    expect(secretLine("-----BEGIN EC PRIVATE KEY-----\nMHcAAA\nBBB\n-----END EC PRIVATE KEY-----\n")).toBe(
      "MHcAAA",
    );
  });

  test("in OpenSSH's form a line that the public key does not tell", () => {
    const folder = mkdtempSync(join(tmpdir(), "key-"));
    try {
      execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "test", "-f", join(folder, "key")]);
      const pem = readFileSync(join(folder, "key"), "utf8");
      const line = secretLine(pem);
      expect(line).toMatch(/^[A-Za-z0-9+/]{70}$/);
      // Bytes 157.5 to 210 of the form: the seed stands at 161 to 193, after the second copy of the public key.
      const whole = Buffer.from(pem.replaceAll(/-----[^-]+-----|\n/g, ""), "base64");
      const publicKey = Buffer.from(
        readFileSync(join(folder, "key.pub"), "utf8").split(" ")[1] ?? "",
        "base64",
      );
      expect(whole.subarray(125, 157)).toEqual(publicKey.subarray(-32));
      expect(whole.toString("base64").slice(210, 280)).toBe(line);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
