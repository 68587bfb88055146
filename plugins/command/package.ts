import { type BrokerServer, serveBroker } from "../../hosts/ssh/broker.js";
import { brokerVariable } from "../../hosts/ssh/dial.js";
import type { SshPool } from "../../hosts/ssh/pool.js";
import type { ProviderPackage } from "../rpc/kind.js";
import { copyKind } from "./copy.js";
import { localKind } from "./local.js";
import { remoteKind } from "./remote.js";

/** The command package; local commands find the shared SSH connections through a broker. */
export function commandPackage(version: string, pool: SshPool): ProviderPackage & { close(): Promise<void> } {
  let broker: Promise<BrokerServer> | undefined;
  const environment = async () => {
    broker ??= serveBroker(pool);
    return { [brokerVariable]: (await broker).path };
  };
  return {
    name: "command",
    version,
    instance: () => ({
      kinds: {
        "command:local:Command": localKind(environment),
        "command:remote:Command": remoteKind(pool),
        "command:remote:CopyToRemote": copyKind(pool),
      },
    }),
    async close() {
      await (await broker)?.close();
    },
  };
}
