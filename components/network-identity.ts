import type * as pulumi from "@pulumi/pulumi";

/** Whose containers and volumes these are. */
export interface NetworkIdentity {
  readonly stack: string;
  /** Random, made with the network: data of another network is refused. */
  readonly id: pulumi.Output<string>;
}
