import * as command from "@pulumi/command";
import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import type { Host } from "../../hosts/host.js";
import { rootShell } from "../../hosts/shell.js";
import { stepServer } from "../../steps/gates/member.js";
import type { PlannedServer } from "../../topology/model/server.js";
import type { NetworkIdentity } from "../network-identity.js";
import { connection, dockerHost, dockerSshOptions } from "./connection.js";
import { prepareScript, removeScript } from "./prepare-script.js";

/** Login for a registry, as Docker's client wants it. */
export interface RegistryLogin {
  /** `host:port` as it stands in image references. */
  readonly address: string;
  readonly username: string;
  readonly password: pulumi.Input<string>;
}

export interface ServerArgs {
  readonly server: PlannedServer;
  readonly network: NetworkIdentity;
  readonly registries: readonly RegistryLogin[];
  /** Our own registry, whose certificate Docker on this server has to trust. */
  readonly ownRegistry?: { readonly address: string; readonly caPem: pulumi.Input<string> };
}

/** A server that is ready for containers: prepared over SSH, its Docker reached through SSH. */
export class Server extends pulumi.ComponentResource {
  readonly provider: docker.Provider;
  readonly plan: PlannedServer;
  /** The server as steps reach it. */
  readonly forSteps: Host;
  readonly prepared: command.remote.Command;

  constructor(name: string, args: ServerArgs, opts: pulumi.ComponentResourceOptions) {
    super("consortium:server:Server", name, {}, opts);
    const { server, network, ownRegistry } = args;
    this.plan = server;
    this.forSteps = stepServer(server);

    const scriptArgs = {
      stack: network.stack,
      ...(server.dataRoot === undefined ? {} : { dataRoot: server.dataRoot }),
      ...(ownRegistry ? { registry: ownRegistry.address } : {}),
    };
    this.prepared = new command.remote.Command(
      `${name}-prepare`,
      {
        connection: connection(server.ssh),
        create: rootShell(server.ssh.user),
        stdin: pulumi.all([network.id, ownRegistry?.caPem]).apply(([networkId, caPem]) =>
          prepareScript({
            ...scriptArgs,
            networkId,
            ...(caPem === undefined ? {} : { registryCaPem: caPem }),
          }),
        ),
        delete: removeScript(scriptArgs, server.ssh),
        addPreviousOutputInEnv: false,
      },
      // The way to a server may change without a reason to run the script again.
      { parent: this, ignoreChanges: ["connection"] },
    );
    this.provider = new docker.Provider(
      `${name}-docker`,
      {
        host: dockerHost(server.ssh),
        sshOpts: dockerSshOptions(server.ssh),
        ...(args.registries.length > 0
          ? { registryAuth: args.registries.map((login) => ({ ...login })) }
          : {}),
      },
      { parent: this, dependsOn: [this.prepared] },
    );
    this.registerOutputs({});
  }
}
