import { z } from "zod";
import { host, name } from "../server-schema.js";

/** Hardware of one side, as the manual's table has it (section 1). The stack's own tier where it is not named. */
const sideTier = z.enum(["trial", "economy", "production"]);

const sha256 = z
  .string()
  .regex(/^[0-9a-f]{64}$/, "64 hexadecimal digits, as sha256sum prints them")
  .meta({ examples: ["0123456789abcdef".repeat(4)] });

const archive = z.strictObject({
  path: z
    .string()
    .min(1)
    .meta({
      description: "A `docker save` archive of one or many images, relative to the project.",
      examples: ["vendor/allImages.tar"],
    }),
  sha256: sha256.optional().meta({
    ...sha256.meta(),
    description: "Its SHA-256: another file is refused. Default: its line in `checksums`.",
  }),
});

/** The vendor's closed package, which the user brings. */
export const wefePackage = z.strictObject({
  path: z
    .string()
    .min(1)
    .meta({
      description: "The vendor's deployment package, a tar or a directory, relative to the project.",
      examples: ["vendor/wefe-deploy-v3.8.6.tar"],
    }),
  sha256: sha256.optional().meta({
    ...sha256.meta(),
    description:
      "SHA-256 of the tar, or of the directory's listing; `./consortium wefe-package PATH` prints it. Another package is refused. Default: its line in `checksums`.",
  }),
  checksums: z
    .string()
    .min(1)
    .optional()
    .meta({
      description:
        "File as `sha256sum` writes it, relative to the project, its paths relative to its own folder: it pins the package and the archives that have no `sha256`.",
      examples: ["vendor/SHA256SUMS"],
    }),
  images: z
    .strictObject({
      amd64: z.array(archive).default([]).meta({ description: "Archives for x86_64 servers." }),
      arm64: z.array(archive).default([]).meta({ description: "Archives for aarch64 servers." }),
    })
    .prefault({})
    .meta({ description: "The vendor's image archives by architecture, e.g. allImages.tar." }),
});

/** Middleware that is there already and is not made, as `init compose --mysql ADDRESS` names it (manual 6.1). */
const existing = (what: string) =>
  host.optional().meta({ description: `Address of ${what} that is there already. Default: one is made.` });

const tier = sideTier.optional().meta({
  description: "Its row of the manual's hardware table. Default: the stack's tier.",
});

/** The union: placed here, or one that is there already. */
export const union = z
  .strictObject({
    server: name.optional().meta({ description: "Server that runs the union. Either this or `url`." }),
    url: z
      .string()
      .regex(/^https?:\/\/[A-Za-z0-9.:[\]-]+(\/[A-Za-z0-9._~/-]*)?\/$/, "http://host:port/union-service/")
      .optional()
      .meta({
        description: "A union that is there already: what `wefe.union.base-url` says.",
        examples: ["http://10.0.0.9:8086/union-service/"],
      }),
    tier,
    existing: z
      .strictObject({ mongodb: existing("a MongoDB"), fisco: existing("a FISCO BCOS node") })
      .prefault({})
      .meta({ description: "Middleware that is used and not made." }),
  })
  .meta({ description: "The union: its server, or the address of one that is there already." });

/** One member. */
export const member = z.strictObject({
  server: name.meta({ description: "Server that runs the member; no other member may be on it." }),
  tier,
  optional: z
    .array(z.enum(["serving", "fusion", "flsql", "visualfl"]))
    .default([])
    .meta({ description: "Optional parts: serving, fusion, flsql (x86 only), visualfl (x86 only)." }),
  existing: z
    .strictObject({
      mysql: existing("a MySQL"),
      redis: existing("a Redis"),
      clickhouse: existing("a ClickHouse"),
    })
    .prefault({})
    .meta({ description: "Middleware that is used and not made." }),
  rootOrganization: z
    .string()
    .min(1)
    .max(64)
    .regex(/^(?!\s)\P{Cc}*(?<!\s)$/u, "a name without control characters, and without blanks around it")
    .optional()
    .meta({
      description: "Name of IAM's root organisation (manual 7.5). Default: the one the package comes with.",
    }),
});

/** A WeFe federation: one union and its members. */
export const wefe = z.strictObject({
  package: wefePackage.meta({ description: "The vendor's package." }),
  subnet: z
    .cidrv4()
    .optional()
    .meta({
      description:
        "Subnet of the bridge network on each server (manual 7.12); a change makes all services anew. Default: as in the package.",
      examples: ["172.30.0.0/16"],
    }),
  chain: z
    .enum(["fisco", "huawei"])
    .default("fisco")
    .meta({ description: "Blockchain of the union. `huawei` (manual 7.7) is refused with its reason." }),
  union,
  members: z.record(name, member).default({}).meta({ description: "Members by name." }),
});

/** A federation with every default filled in. */
export type WefeSettings = z.output<typeof wefe>;
