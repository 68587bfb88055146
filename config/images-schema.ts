import { z } from "zod";
import { name, port } from "./server-schema.js";

/** An image by digest in a registry: what runs is what was reviewed. */
export const imageReference = z
  .string()
  .regex(
    /^[a-z0-9.-]+(:\d+)?\/[a-z0-9._/-]+(:[A-Za-z0-9._-]+)?@sha256:[0-9a-f]{64}$/,
    "registry/name@sha256:digest (docker buildx imagetools inspect NAME prints the digest)",
  )
  .meta({
    remedy: "name it by digest; docker buildx imagetools inspect NAME prints it",
    examples: [`registry.example.com/fabric-peer@sha256:${"0123456789abcdef".repeat(4)}`],
  });

/** Where images come from: the user's registry by digest, or archives that we deliver. */
export const images = z
  .strictObject({
    archives: z.string().min(1).optional().meta({
      description:
        "Directory of `docker save` archives NAME.tar, relative to the project (where Pulumi.yaml lies), for sites without a registry. Each leaves the operator's machine once.",
    }),
    registry: z
      .strictObject({
        server: name.meta({ description: "Server that runs our own registry." }),
        port: port.default(5000).meta({ description: "Port of the registry." }),
      })
      .optional()
      .meta({
        description:
          "Our own registry, from which the servers pull what came as archives. Without it archives are loaded into each server directly.",
      }),
    references: z.record(name, imageReference).default({}).meta({
      description:
        "Images of the user's own registry by name (fabric-peer, fabric-orderer, fabric-kafka, …). They win over archives.",
    }),
    credentials: z
      .strictObject({
        address: z
          .string()
          .regex(
            /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d+)?$/,
            "a registry's host name, with :port if it is not 443",
          )
          .meta({ description: "Registry host, with port if it is not 443." }),
        username: z.string().min(1).meta({ description: "Login name." }),
        password: z.string().min(1).meta({
          secret: true,
          description: "Login password; set it with `pulumi config set --secret --path`.",
        }),
      })
      .optional()
      .meta({ description: "Login for the user's registry." }),
  })
  .default({ references: {} })
  .meta({ description: "Where images come from." });
