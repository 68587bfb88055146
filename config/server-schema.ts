import { z } from "zod";
import { parseHostKey } from "../hosts/ssh/host-key.js";
import { processors } from "./processor.js";
import { parseSize, parseTime, sizePattern, timePattern } from "./units.js";

/** A name used in host entries, container names and certificates: one DNS label in lower or upper case. */
export const name = z
  .string()
  .regex(
    /^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/,
    "letters, digits and hyphens, at most 63, e.g. orderer0",
  );

/** A TCP port that a service may listen on. */
export const port = z.int().min(1).max(65535);

/** A size such as `16GiB`; bytes afterwards. */
export const bytes = z
  .string()
  .refine((text) => parseSize(text) !== undefined, "a whole number with B, KiB, MiB, GiB or TiB, e.g. 16GiB")
  .transform((text) => parseSize(text) ?? 0)
  .meta({ pattern: sizePattern.source, examples: ["16GiB"] });

/** A time such as `2s`; milliseconds afterwards. */
export const milliseconds = z
  .string()
  .refine((text) => parseTime(text) !== undefined, "a whole number with ms, s, m or h, e.g. 2s")
  .transform((text) => parseTime(text) ?? 0)
  .meta({ pattern: timePattern.source, examples: ["2s"] });

/** A DNS domain such as `org1.example.com`. */
export const domain = z
  .string()
  .regex(
    /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/,
    "a lower-case DNS domain, e.g. org1.example.com",
  )
  .meta({ examples: ["org1.example.com"] });

/** A name or address that we connect to; nothing a shell or an option parser would take for something else. */
export const host = z
  .string()
  .regex(/^[A-Za-z0-9]([A-Za-z0-9.:-]*[A-Za-z0-9])?$/, "a host name or an IP address")
  .meta({ examples: ["bastion.example.com"] });

/** A Unix login name. */
export const user = z
  .string()
  .regex(/^[a-z_][a-z0-9_-]*$/, "a Unix user name")
  .meta({ examples: ["root"] });

/** A server's public host key; a comment after it is dropped. */
export const hostKey = z
  .string()
  .regex(
    /^(ssh-ed25519|ecdsa-sha2-nistp(256|384|521)|ssh-rsa) [A-Za-z0-9+/]+=*( .*)?$/,
    "the server's public host key as ssh-keyscan prints it, e.g. ssh-ed25519 AAAA…",
  )
  .refine(holdsItsType, "a whole key: the base64 part is cut off or damaged")
  .transform((line) => line.split(" ", 2).join(" "))
  .meta({
    description: "The server's public SSH host key. It is pinned: another key is refused.",
    remedy: "give the server's public host key, e.g. from: ssh-keyscan -t ed25519 {address}",
    examples: ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEXAMPLEexampleEXAMPLEexampleEXAMPLEexampleK"],
  });

const ssh = z
  .strictObject({
    host: host.optional().meta({ description: "Where we log in. Default: the server's address." }),
    port: port.default(22).meta({ description: "Port of its sshd." }),
    user: user
      .default("root")
      .meta({ description: "Login user: root, or one with `sudo -n` and membership of the docker group." }),
    jump: name.optional().meta({ description: "Name of a `jumpHosts` entry to go through." }),
  })
  .meta({ description: "How we log in." });

/** One server as the user describes it. Planning trusts the figures, preflight verifies them. */
export const server = z.strictObject({
  address: z.union([z.ipv4(), z.ipv6()], { error: "an IP address, e.g. 10.0.1.11" }).meta({
    examples: ["10.0.1.11"],
    description: "Address at which the other servers dial its services (a private one where there is one).",
  }),
  hostKey,
  arch: z.enum(processors).default("amd64").meta({
    description:
      "Processor architecture. `arm64-v8.2` says that it is an ARMv8.2-A or later, which images of MongoDB 5 and ClickHouse 22.8 need; `arm64-v8.0` that it is older; preflight verifies it.",
  }),
  zone: name
    .optional()
    .meta({ description: "Failure zone (rack, room, site). Kafka spreads replicas over zones." }),
  cpus: z
    .int()
    .min(1)
    .meta({ description: "Processors it has.", examples: [4] }),
  memory: bytes.meta({ description: "Memory it has, e.g. 16GiB." }),
  disk: bytes.meta({
    examples: ["300GiB"],
    description: "Size of the file system that holds Docker's data, e.g. 300GiB.",
  }),
  dataRoot: z
    .string()
    .regex(/^\/[A-Za-z0-9._/-]+$/, "an absolute path")
    .optional()
    .meta({
      description:
        "Docker's data-root where we install the engine; an engine that is there keeps its own. By default /data/docker on a server of WeFe, elsewhere Docker's own.",
    }),
  ssh: ssh.prefault({}),
});

function holdsItsType(line: string): boolean {
  try {
    parseHostKey(line);
    return true;
  } catch {
    return false;
  }
}
