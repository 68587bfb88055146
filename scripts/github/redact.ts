/** Environment variables whose values never leave a workflow: passphrase, tokens, cloud and login keys. */
const secretVariables = [
  "PULUMI_CONFIG_PASSPHRASE",
  "PULUMI_ACCESS_TOKEN",
  "AWS_ACCESS_KEY_ID",
  "AWS_SECRET_ACCESS_KEY",
  "AWS_SESSION_TOKEN",
  "AZURE_STORAGE_KEY",
  "AZURE_STORAGE_SAS_TOKEN",
  "GOOGLE_CREDENTIALS",
  "SSH_PRIVATE_KEY",
  "GITHUB_TOKEN",
] as const;

/** Shorter values would blank out half of a text and are no secrets. */
const shortest = 4;
const blank = "[redacted]";

/** The secret values of an environment, line by line, longest first so that none hides inside another. */
export function secretsOf(environment: Readonly<Record<string, string | undefined>>): string[] {
  const lines = secretVariables.flatMap((name) => (environment[name] ?? "").split("\n"));
  return [...new Set(lines.map((line) => line.trim()))]
    .filter((line) => line.length >= shortest)
    .sort((a, b) => b.length - a.length);
}

/**
 * A text for other people's eyes: without the given values, private keys and passwords inside addresses. The engine
 * hides its secrets itself; this is for what a message of something else may quote.
 */
export function redact(text: string, secrets: readonly string[]): string {
  const known = secrets.reduce((rest, secret) => rest.replaceAll(secret, blank), text);
  return known
    .replace(/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(-----END [A-Z ]*PRIVATE KEY-----|$)/g, blank)
    .replace(/\b([a-z][a-z0-9+.-]*:\/\/[^\s/:@]+):[^\s/@]+@/gi, `$1:${blank}@`);
}
