import type * as pulumi from "@pulumi/pulumi";

/** The public half of an organisation: all that others need of it, whoever holds its keys. */
export interface PublicBundle {
  readonly mspId: string;
  /** Certificate of the authority of its identities. */
  readonly caPem: pulumi.Input<string>;
  /** Certificate of the authority of its TLS servers. */
  readonly tlsCaPem: pulumi.Input<string>;
}

/** A bundle as steps are told of it. */
export function describedBundle({ mspId, caPem, tlsCaPem }: PublicBundle) {
  return { mspId, caCertificate: caPem, tlsCaCertificate: tlsCaPem };
}
