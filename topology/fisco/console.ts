import { containerOf, dataVolume, limitsOf } from "../context.js";
import type { PlannedFile, PlannedService } from "../model/service.js";
import type { FiscoContext } from "./context.js";
import { sealerQuorum } from "./node.js";
import type { FiscoSdk } from "./types.js";

/** Name of the console's service. */
export const consoleName = "fisco-console";

/** Where the image has the console: `start.sh`, `apps/`, `lib/` and `contracts/`, as its release unpacks. */
const folder = "/console";

/** Waits for people, and ends at once when told to: a shell that is process 1 ignores SIGTERM otherwise. */
const waiting = 'trap "exit 0" TERM; while :; do sleep 3600 & wait $!; done';

/** The console beside its agency's nodes; people run `./start.sh` in it. */
export function planConsole(
  context: FiscoContext,
  settings: NonNullable<FiscoContext["fisco"]["console"]>,
  sdk: FiscoSdk,
): PlannedService {
  return {
    name: consoleName,
    container: containerOf(context, consoleName),
    owner: settings.agency,
    after: [sealerQuorum],
    role: "fisco-console",
    phase: "fisco-console",
    server: settings.server,
    image: "fisco-console",
    command: [],
    env: {},
    hosts: {},
    volumes: [dataVolume(context, consoleName, "account", `${folder}/account`)],
    files: [
      file("config.toml", "0644", { kind: "text", text: configuration(sdk.peers) }),
      file("ca.crt", "0644", { kind: "material", name: sdk.material.ca }),
      file("sdk.crt", "0644", { kind: "material", name: sdk.material.certificate }),
      file("sdk.key", "0600", { kind: "material", name: sdk.material.key }),
      ...context.contracts.map(
        ({ path, text }): PlannedFile => ({
          path: `${folder}/contracts/solidity/${path}`,
          mode: "0644",
          source: { kind: "text", text },
        }),
      ),
    ],
    ports: [],
    limits: limitsOf(context, "fisco-console"),
    stopSeconds: 10,
    // Its exit status is the same whatever a command said.
    ready: [{ kind: "command", command: ["./console.sh", "getBlockNumber"], matches: "^\\d+$" }],
    options: { entrypoint: ["/bin/sh", "-c", waiting], workingDir: folder },
  };
}

function file(name: string, mode: PlannedFile["mode"], source: PlannedFile["source"]): PlannedFile {
  return { path: `${folder}/conf/${name}`, mode, source };
}

/** `config.toml` of console 2.9 with the keys of its config-example.toml. */
function configuration(peers: readonly string[]): string {
  return `[cryptoMaterial]
certPath = "conf"

[network]
peers = [${peers.map((peer) => `"${peer}"`).join(", ")}]

[account]
keyStoreDir = "account"
accountFileFormat = "pem"

[threadPool]
maxBlockingQueueSize = "102400"
`;
}
