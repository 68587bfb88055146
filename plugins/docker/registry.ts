import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import type { Fields } from "../rpc/fields.js";

/** An image reference, split: `registry/path:tag` or `registry/path@sha256:…`. */
export interface ImageName {
  /** Everything before the tag or digest, as given. */
  readonly repository: string;
  /** The registry's host and port; `docker.io` when none is named. */
  readonly registry: string;
  /** Tag or digest; `latest` when neither is given. */
  readonly version: string;
}

/** Splits an image reference as Docker does. */
export function parseImageName(name: string): ImageName {
  const [path, digest] = name.split("@");
  const whole = path ?? name;
  const colon = whole.lastIndexOf(":");
  const tagged = colon > whole.lastIndexOf("/");
  const repository = tagged ? whole.slice(0, colon) : whole;
  const first = repository.split("/")[0] ?? "";
  const named = repository.includes("/") && (/[.:]/.test(first) || first === "localhost");
  return {
    repository,
    registry: named ? first : "docker.io",
    version: digest ?? (tagged ? whole.slice(colon + 1) : "latest"),
  };
}

/** A login for one registry. */
interface RegistryLogin {
  readonly username: string;
  readonly password: string;
}

/** The logins of a docker.Provider (`registryAuth`) by registry. */
export class RegistryLogins {
  readonly #logins = new Map<string, () => RegistryLogin | undefined>();

  constructor(registryAuth: readonly Fields[]) {
    for (const auth of registryAuth) {
      const registry = hostOf(auth.need("address"));
      if (auth.flag("authDisabled") === true) continue;
      const username = auth.text("username");
      if (username !== undefined) {
        const login = { username, password: auth.text("password") ?? "" };
        this.#logins.set(registry, () => login);
      } else {
        const content = auth.text("configFileContent");
        const file = auth.text("configFile") ?? "~/.docker/config.json";
        this.#logins.set(registry, () =>
          fromConfig(content ?? readFileSync(file.replace(/^~(?=\/)/, homedir()), "utf8"), registry),
        );
      }
    }
  }

  /** The `X-Registry-Auth` header for an image, or nothing when no login is known for its registry. */
  header(image: ImageName): Record<string, string> {
    const login = this.#logins.get(image.registry)?.();
    if (login === undefined) return {};
    const auth = JSON.stringify({ ...login, serveraddress: image.registry });
    // Engine 20.10 reads padded URL-safe base64 only, and takes what it cannot read for no login at all.
    const encoded = Buffer.from(auth).toString("base64").replaceAll("+", "-").replaceAll("/", "_");
    return { "X-Registry-Auth": encoded };
  }
}

function hostOf(address: string): string {
  const host = address.replace(/^https?:\/\//, "").split("/")[0] ?? address;
  return /^(index\.|registry-1\.)?docker\.io$/.test(host) ? "docker.io" : host;
}

function fromConfig(text: string, registry: string): RegistryLogin | undefined {
  const { auths = {} } = JSON.parse(text) as { auths?: Record<string, { auth?: string }> };
  const entry = Object.entries(auths).find(([address]) => hostOf(address) === registry)?.[1];
  if (entry?.auth === undefined) return undefined;
  const [username = "", ...password] = Buffer.from(entry.auth, "base64").toString().split(":");
  return { username, password: password.join(":") };
}
