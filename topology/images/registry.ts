import { containerOf, dataVolume, limitsOf, type StackBase } from "../context.js";
import type { PlannedService } from "../model/service.js";
import { registryPhase, registryRole } from "./registry-role.js";

/** Names of the registry's certificate, key and passwords, for the components that make them. */
export const registryMaterial = {
  /** Certificate of the authority that signs the registry's. */
  ca: "registry/ca",
  /** Its certificate; the server's address stands in the SAN. */
  certificate: "registry/tls/cert",
  key: "registry/tls/key",
  /** One line `consortium:<bcrypt hash>`; the distribution registry accepts bcrypt only. */
  htpasswd: "registry/htpasswd",
} as const;

/** The one account of the stack's registry: the operator pushes with it and the servers pull. */
export const registryUsername = "consortium";

const directory = "/etc/consortium-registry";

/** The stack's own registry (CNCF distribution), or nothing when the settings name no server for it. */
export function planRegistry(context: StackBase): PlannedService | undefined {
  const settings = context.settings.images.registry;
  if (!settings) return undefined;
  const name = "registry";
  const address = context.placement.addressOf(settings.server);
  const port = context.ports.claim(settings.server, settings.port);
  return {
    name,
    container: containerOf(context, name),
    role: registryRole,
    phase: registryPhase,
    proof: "images-registry-ready",
    server: settings.server,
    image: "registry",
    command: ["serve", `${directory}/config.yml`],
    // 3.x sends traces to localhost:4318 unless told not to, and logs an error for each.
    env: { OTEL_TRACES_EXPORTER: "none" },
    hosts: {},
    volumes: [dataVolume(context, name, "data", "/var/lib/registry")],
    files: [
      {
        path: `${directory}/config.yml`,
        mode: "0644",
        source: { kind: "text", text: configuration(address, port) },
      },
      material(`${directory}/tls.crt`, "0644", registryMaterial.certificate),
      material(`${directory}/tls.key`, "0600", registryMaterial.key),
      material(`${directory}/htpasswd`, "0600", registryMaterial.htpasswd),
    ],
    ports: [context.placement.sharedPort("registry", settings.server, port)],
    limits: limitsOf(context, "registry"),
    stopSeconds: 10,
  };
}

/** `address:port` as image references and `certs.d` name the registry. */
export function registryAddress(service: PlannedService): string {
  const [port] = service.ports;
  if (!port) throw new Error(`${service.name} has no port`);
  return `${port.address}:${port.port}`;
}

function material(path: string, mode: "0600" | "0644", name: string) {
  return { path, mode, source: { kind: "material", name } } as const;
}

/** The whole of its configuration: what the image brings is not used. */
function configuration(address: string, port: number): string {
  return `version: 0.1
log:
  level: warn
  accesslog: { disabled: true }
storage:
  filesystem: { rootdirectory: /var/lib/registry }
http:
  addr: "${address}:${port}"
  tls:
    certificate: ${directory}/tls.crt
    key: ${directory}/tls.key
    minimumtls: tls1.2
auth:
  htpasswd:
    realm: consortium
    path: ${directory}/htpasswd
`;
}
