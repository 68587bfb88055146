import type * as pulumi from "@pulumi/pulumi";

/** Certificates, keys and blocks by the names that planned files use. */
export type Material = ReadonlyMap<string, pulumi.Output<string>>;
