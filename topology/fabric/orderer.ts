import { containerOf, dataVolume, limitsOf } from "../context.js";
import type { PlannedService } from "../model/service.js";
import { nodeName, sortedEntries } from "../names.js";
import { besideWritten } from "../ports.js";
import type { FabricContext } from "./context.js";
import { type KafkaMember, kafkaQuorum } from "./kafka.js";
import { material, nodeFiles } from "./material.js";
import { noPart, ordererPart, speaksTls } from "./messaging.js";
import { rolePorts } from "./roles.js";

/** Name of the orderers' quorum. */
export const ordererQuorum = "orderers";

/** One orderer as planned. */
export interface OrdererMember extends PlannedService {
  readonly grpcPort: number;
  readonly operationsPort: number;
}

const directory = "/etc/hyperledger/orderer";
const genesisPath = `${directory}/genesis.block`;

/** The orderers, in order of name. */
export function planOrderers(context: FabricContext, kafka: readonly KafkaMember[]): OrdererMember[] {
  const { placement } = context;
  const { orderers, organization, replicas } = context.fabric.ordering;
  return sortedEntries(orderers).map(([short, placed]) => {
    const name = nodeName(short, organization.domain);
    const { server } = placed;
    const address = placement.addressOf(server);
    const own = rolePorts.orderer;
    const beside = (other: number) =>
      context.ports.allocate(placed.server, besideWritten(placed.port, own.grpc, other));
    const grpc = placed.port ?? context.ports.allocate(placed.server, own.grpc);
    const admin = beside(own.admin);
    const operations = beside(own.operations);
    const part = speaksTls(context.tier, context.fabric.ordering)
      ? ordererPart(name, directory, placed.logLevel)
      : noPart;
    return {
      name,
      container: containerOf(context, name),
      owner: organization.name,
      after: [kafkaQuorum],
      role: "orderer",
      phase: "orderer",
      server,
      image: "fabric-orderer",
      command: [],
      env: {
        FABRIC_LOGGING_SPEC: placed.logLevel,
        ORDERER_GENERAL_LISTENADDRESS: address,
        ORDERER_GENERAL_LISTENPORT: String(grpc),
        ORDERER_GENERAL_LOCALMSPID: organization.mspId,
        ORDERER_GENERAL_LOCALMSPDIR: `${directory}/msp`,
        ORDERER_GENERAL_TLS_ENABLED: "true",
        ORDERER_GENERAL_TLS_PRIVATEKEY: `${directory}/tls/server.key`,
        ORDERER_GENERAL_TLS_CERTIFICATE: `${directory}/tls/server.crt`,
        ORDERER_GENERAL_TLS_ROOTCAS: `[${directory}/tls/ca.crt]`,
        ORDERER_GENERAL_BOOTSTRAPMETHOD: "file",
        ORDERER_GENERAL_BOOTSTRAPFILE: genesisPath,
        ORDERER_FILELEDGER_LOCATION: "/var/hyperledger/production/orderer",
        // The manual's 100 s make a slow Kafka start kill the orderer for good: it panics when they run out.
        ORDERER_KAFKA_RETRY_SHORTINTERVAL: "1s",
        ORDERER_KAFKA_RETRY_SHORTTOTAL: "30s",
        ORDERER_KAFKA_RETRY_LONGINTERVAL: "10s",
        ORDERER_KAFKA_RETRY_LONGTOTAL: "12h",
        ORDERER_KAFKA_TOPIC_REPLICATIONFACTOR: String(replicas),
        // Not used with Kafka, but it listens all the same, and its default is the peer's operations port.
        ORDERER_ADMIN_LISTENADDRESS: `${placement.ownAddress()}:${admin}`,
        ORDERER_OPERATIONS_LISTENADDRESS: `${placement.ownAddress()}:${operations}`,
        ORDERER_METRICS_PROVIDER: "prometheus",
        ...part.env,
      },
      hosts: placement.hostEntries([{ name, server }, ...kafka]),
      volumes: [
        dataVolume(context, name, "ledger", "/var/hyperledger/production/orderer", {
          mspId: organization.mspId,
          systemChannel: context.fabric.ordering.systemChannel,
        }),
      ],
      files: [
        ...nodeFiles(directory, organization.name, name),
        { path: genesisPath, mode: "0644", source: { kind: "block", name: material.genesisBlock } },
        ...part.files,
      ],
      ports: [
        placement.sharedPort("grpc", server, grpc),
        placement.ownPort("admin", admin),
        placement.ownPort("operations", operations),
      ],
      limits: limitsOf(context, "orderer"),
      stopSeconds: 30,
      grpcPort: grpc,
      operationsPort: operations,
    };
  });
}
