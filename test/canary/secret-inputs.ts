/** Something secret that goes into a stack, or that the stack makes for itself. */
export interface SecretInput {
  readonly id: string;
  readonly what: string;
  /** Where it comes from: a path of the configuration, a resource that makes it, or the operator. */
  readonly from:
    | { readonly configuration: string }
    | { readonly resource: string; readonly named: RegExp }
    | { readonly operator: string };
  /** How the 13-host test comes by it; else why it cannot, and it is then looked for under mocks only. */
  readonly lab: "planted by the test" | "read from where it is kept" | { readonly not: string };
}

const password = "random:index/randomPassword:RandomPassword";

/**
 * Every secret of a stack, for the search that must find none of them where it does not belong. A field of the schema or
 * a resource that makes a secret and is not named here fails a test. The key of an authority from outside and the login
 * key with its passphrase are no configuration: authorities are always our own, and logins go through the ssh agent.
 */
export const secretInputs = [
  {
    id: "registry-login",
    what: "password for the user's registry",
    from: { configuration: "images.credentials.password" },
    lab: "planted by the test",
  },
  {
    id: "exec-argument",
    what: "what stands in the arguments of ./consortium exec",
    from: { operator: "types it" },
    lab: "planted by the test",
  },
  {
    id: "passphrase",
    what: "passphrase of the stack's secrets",
    from: { operator: "PULUMI_CONFIG_PASSPHRASE_FILE" },
    lab: "read from where it is kept",
  },
  {
    id: "login-key",
    what: "private key of the SSH login",
    from: { operator: "the ssh agent" },
    lab: "read from where it is kept",
  },
  {
    id: "private-key",
    what: "keys of authorities, nodes, people, ZooKeeper, Kafka and the registry",
    from: { resource: "tls:index/privateKey:PrivateKey", named: /-key$/ },
    lab: "read from where it is kept",
  },
  {
    id: "registry-password",
    what: "password of our own registry",
    from: { resource: password, named: /^registry-password$/ },
    lab: "read from where it is kept",
  },
  {
    id: "couchdb-password",
    what: "password of a peer's CouchDB",
    from: { resource: password, named: /^couchdb-.+-password$/ },
    lab: { not: "the lab has no image of CouchDB" },
  },
] as const satisfies readonly SecretInput[];

export type SecretInputId = (typeof secretInputs)[number]["id"];

/** The input that a resource of a type and name makes; none when it makes no secret, or one that is not named above. */
export function madeBy(type: string, name: string): SecretInputId | undefined {
  return secretInputs.find(
    ({ from }) => "resource" in from && from.resource === type && from.named.test(name),
  )?.id;
}
