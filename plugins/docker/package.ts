import type { SshPool } from "../../hosts/ssh/pool.js";
import { Fields } from "../rpc/fields.js";
import type { ProviderInstance, ProviderPackage } from "../rpc/kind.js";
import type { Props } from "../rpc/values.js";
import { containerKind } from "./container.js";
import { Engine } from "./engine.js";
import { imageKind } from "./image.js";
import { networkKind } from "./network.js";
import { RegistryLogins } from "./registry.js";
import { parseSshHost } from "./ssh-options.js";
import { daemonAddress, Transport } from "./transport.js";
import { volumeKind } from "./volume.js";

/** Provider inputs that cannot be honoured. */
const refused: Readonly<Record<string, string>> = {
  context: "docker contexts are files of one machine; use host",
  caMaterial: "TLS to a daemon is not supported; use ssh://",
  certMaterial: "TLS to a daemon is not supported; use ssh://",
  keyMaterial: "TLS to a daemon is not supported; use ssh://",
  certPath: "TLS to a daemon is not supported; use ssh://",
};

/** The docker package: one instance for each docker.Provider, all on one pool of SSH connections. */
export function dockerPackage(version: string, pool: SshPool): ProviderPackage {
  return { name: "docker", version, instance: () => dockerInstance(pool) };
}

function dockerInstance(pool: SshPool): ProviderInstance {
  let config = new Fields({});
  let engine: Engine | undefined;
  let transport: Transport | undefined;
  let logins: RegistryLogins | undefined;
  // Nothing is dialled before the first operation: a preview reaches no server.
  const connect = () => {
    transport ??= new Transport(daemonAddress(hostOf(config), config.texts("sshOpts") ?? [], pool));
    engine ??= new Engine(transport);
    return engine;
  };
  const disconnect = () => {
    transport?.close();
    transport = undefined;
    engine = undefined;
  };
  const registry = () => {
    logins ??= new RegistryLogins(config.objects("registryAuth"));
    return logins;
  };
  return {
    kinds: {
      "docker:index/container:Container": containerKind(connect, registry),
      "docker:index/remoteImage:RemoteImage": imageKind(connect, registry),
      "docker:index/volume:Volume": volumeKind(connect),
      "docker:index/network:Network": networkKind(connect),
    },
    checkConfig(given) {
      const refusals = Object.entries(refused)
        .filter(([property]) => given.has(property))
        .map(([property, why]) => ({
          property,
          reason: `${property} is not supported by the stand-in plugin: ${why}`,
        }));
      try {
        daemonAddress(hostOf(given), given.texts("sshOpts") ?? [], pool);
        return refusals;
      } catch (error) {
        return [
          ...refusals,
          { property: "host", reason: error instanceof Error ? error.message : String(error) },
        ];
      }
    },
    effective,
    configure(given) {
      config = given;
      logins = undefined;
      disconnect();
    },
    close: disconnect,
  };
}

/** The words of `sshOpts` that only tune `ssh` make no difference: there is none. */
function effective(config: Props): Props {
  const { host, sshOpts } = config;
  if (typeof host !== "string" || !host.startsWith("ssh://") || !Array.isArray(sshOpts)) return config;
  try {
    const { target, options } = parseSshHost(host, sshOpts.map(String));
    return { ...config, sshOpts: JSON.stringify({ target, options }) };
  } catch {
    // Not known yet, or refused by the check of the configuration.
    return config;
  }
}

function hostOf(config: Fields): string {
  return config.text("host") ?? (process.env.DOCKER_HOST || "unix:///var/run/docker.sock");
}
