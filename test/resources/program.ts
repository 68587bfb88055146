import * as pulumi from "@pulumi/pulumi";
import { MockMonitor } from "@pulumi/pulumi/runtime/mocks.js";
import { sha256 } from "../../topology/sha256.js";
import { testRsaKey } from "./rsa-key.js";

/** A resource as the program registered it. */
export interface Registration {
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  /** Name of the provider's resource, for resources that have an explicit one. */
  readonly provider: string | undefined;
  readonly protect: boolean;
  readonly retainOnDelete: boolean;
  readonly deleteBeforeReplace: boolean;
  readonly replaceOnChanges: readonly string[];
  /** Other names that it may have in a state: `parent::name`, without a parent at the top of the stack. */
  readonly aliases: readonly string[];
  /** URN of the component it stands in; components are named `type::name` at its end. */
  readonly parent: string;
  /** Names of the resources it waits for. */
  readonly dependsOn: readonly string[];
  /** Names of the hooks that run before it is made. */
  readonly beforeCreate: readonly string[];
}

interface RegisterRequest {
  getParent(): string;
  getType(): string;
  getName(): string;
  getProtect(): boolean | undefined;
  getRetainondelete(): boolean | undefined;
  getDeletebeforereplace(): boolean | undefined;
  getReplaceonchangesList(): string[];
  getAdditionalsecretoutputsList(): string[];
  getDependenciesList(): string[];
  getAliasesList(): AliasRequest[];
  getHooks(): { getBeforeCreateList(): string[] } | undefined;
}

interface AliasRequest {
  getUrn(): string;
  getSpec(): { getName(): string; getParenturn(): string; getNoparent(): boolean } | undefined;
}

const marker = "4dabf18193072939515e22adb298388d";
const secretMark = "1b47061264138c4ac30d75fd1eb44270";

// Mocks know no hooks (pulumi#20874); they are accepted and never run.
const accept = (_request: unknown, done: (error: null, response: object) => void) => done(null, {});
Object.assign(MockMonitor.prototype, { registerResourceHook: accept, registerErrorHook: accept });

const requests = new Map<string, RegisterRequest>();
const register = MockMonitor.prototype.registerResource;
MockMonitor.prototype.registerResource = function (request: RegisterRequest, callback: never) {
  requests.set(`${request.getType()} ${request.getName()}`, request);
  return register.call(this, request, callback);
};

const rsaKey = testRsaKey();

const nameOf = (urn: string) => urn.split("::").at(-1) ?? urn;

/** What the engine would know after a resource was made, as far as the program reads it. */
function made(type: string, name: string, inputs: Record<string, unknown>): Record<string, unknown> {
  switch (type) {
    case "tls:index/privateKey:PrivateKey":
      // Certificates that we issue ourselves are made of it, so it must be one; all are the same.
      if (inputs.algorithm === "RSA") return { ...inputs, privateKeyPem: rsaKey };
      return { ...inputs, privateKeyPem: `KEY of ${name}`, privateKeyPemPkcs8: `KEY of ${name}` };
    case "tls:index/certRequest:CertRequest":
      return { ...inputs, certRequestPem: `REQUEST of ${name}` };
    case "tls:index/selfSignedCert:SelfSignedCert":
    case "tls:index/locallySignedCert:LocallySignedCert":
      return { ...inputs, certPem: `CERTIFICATE of ${name}`, validityEndTime: "2036-01-01T00:00:00Z" };
    case "random:index/randomId:RandomId":
      return { ...inputs, hex: "0011223344556677" };
    case "random:index/randomBytes:RandomBytes":
      return { ...inputs, hex: sha256(`BYTES of ${name}`) };
    case "random:index/randomPassword:RandomPassword":
      return { ...inputs, result: `PASSWORD of ${name}`, bcryptHash: `HASH of ${name}` };
    case "docker:index/remoteImage:RemoteImage":
      return { ...inputs, imageId: `sha256:${name}` };
    case "command:local:Command":
      return {
        ...inputs,
        stdout: JSON.stringify({ block: "R0VORVNJUw==", timestampMs: 1_772_323_200_000, ok: true }),
        stderr: "",
      };
    default:
      return inputs;
  }
}

// The engine marks what the SDK names; the mocks leave it to us.
function withSecrets(state: Record<string, unknown>, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(state).map(([key, value]) => [
      key,
      names.includes(key) ? { [marker]: secretMark, value } : value,
    ]),
  );
}

function aliasText(alias: AliasRequest): string {
  const spec = alias.getSpec();
  return spec ? `${spec.getParenturn()}::${spec.getName()}` : alias.getUrn();
}

/** Values that the state holds already, by resource name: what `ignoreChanges` keeps. */
export type OldState = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/**
 * Runs the real program with a stack's configuration under mocks and returns what it registered, by type and name.
 * @param registrations filled as the program goes on, for one that never ends
 * @param outputs filled with the stack's outputs by name
 */
export function runProgram(
  stack: string,
  config: Readonly<Record<string, unknown>>,
  old: OldState = {},
  registrations: Registration[] = [],
  outputs: Record<string, unknown> = {},
): Promise<Registration[]> {
  return underMocks(
    stack,
    async () => {
      pulumi.runtime.setAllConfig(
        Object.fromEntries(
          Object.entries(config).map(([key, value]) => [
            `consortium:${key}`,
            typeof value === "string" ? value : JSON.stringify(value),
          ]),
        ),
      );
      Object.assign(outputs, (await import("../../index.js")).default);
    },
    old,
    registrations,
  );
}

/**
 * Runs a part of the program under mocks and returns what it registered, by type and name. Once a process: the engine's
 * side of the SDK cannot be started over.
 * @param registrations filled as it goes on, for one that never ends
 */
export async function underMocks(
  stack: string,
  program: () => Promise<void>,
  old: OldState = {},
  registrations: Registration[] = [],
): Promise<Registration[]> {
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs, provider }) => {
        const request = requests.get(`${type} ${name}`);
        registrations.push({
          type,
          name,
          inputs: inputs as Record<string, unknown>,
          provider: provider ? provider.split("::")[3] : undefined,
          protect: request?.getProtect() ?? false,
          parent: request?.getParent() ?? "",
          aliases: (request?.getAliasesList() ?? []).map(aliasText),
          retainOnDelete: request?.getRetainondelete() ?? false,
          deleteBeforeReplace: request?.getDeletebeforereplace() ?? false,
          replaceOnChanges: request?.getReplaceonchangesList() ?? [],
          beforeCreate: request?.getHooks()?.getBeforeCreateList() ?? [],
          dependsOn: (request?.getDependenciesList() ?? []).map(nameOf).sort(),
        });
        const state = made(type, name, inputs as Record<string, unknown>);
        const secrets = request?.getAdditionalsecretoutputsList() ?? [];
        return { id: `${name}-id`, state: withSecrets({ ...state, ...old[name] }, secrets) };
      },
      call: ({ inputs }) => inputs,
    },
    "consortium",
    stack,
    false,
  );
  await program();
  await pulumi.runtime.disconnect();
  return registrations.sort((a, b) => `${a.type} ${a.name}`.localeCompare(`${b.type} ${b.name}`, "en"));
}

/** Whether a value is marked as secret for the engine. */
export function isSecret(value: unknown): boolean {
  return typeof value === "object" && value !== null && marker in value;
}

/** A value with everything in it in clear. */
export function revealed(value: unknown): unknown {
  if (isSecret(value)) return revealed((value as { readonly value?: unknown }).value);
  if (Array.isArray(value)) return value.map(revealed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, revealed(inner)]));
}

/** A value without everything in it that is marked as secret. */
export function inClear(value: unknown): unknown {
  if (isSecret(value)) return "[secret]";
  if (Array.isArray(value)) return value.map(inClear);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, inClear(inner)]));
}
