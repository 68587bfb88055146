import { createHash } from "node:crypto";
import { common } from "@hyperledger/fabric-protos";
import { type FabricVersion, type Ordering, systemChannelGroup } from "./channel-groups.js";
import { configEnvelope, type Origin } from "./envelope.js";
import type { PublicOrganization } from "./msp.js";

/** What a network is founded with. Everything here is public. */
export interface Genesis {
  readonly version: FabricVersion;
  /** Name of the system channel. */
  readonly channel: string;
  readonly ordering: Ordering;
  /** Members of the consortium: organisations that may make channels. */
  readonly organizations: readonly PublicOrganization[];
}

/** What makes two genesis blocks of the same content different networks. */
export interface GenesisOrigin extends Origin {
  /** 24 random bytes. */
  readonly nonce: Uint8Array;
}

/** Number of metadata entries of a block (Fabric's BlockMetadataIndex). */
const metadataEntries = 5;

/**
 * The first block of the system channel, as an orderer's bootstrap file: protobuf `common.Block`. The same arguments
 * give the same bytes. Made once and then kept: a network cannot change it any more.
 */
export function genesisBlock(genesis: Genesis, origin: GenesisOrigin): Uint8Array {
  const config = new common.Config();
  config.setChannelGroup(systemChannelGroup(genesis.version, genesis.ordering, genesis.organizations));
  const content = new common.ConfigEnvelope();
  content.setConfig(config);
  const envelope = configEnvelope("CONFIG", genesis.channel, origin, content).serializeBinary();

  const header = new common.BlockHeader();
  header.setNumber(0);
  header.setDataHash(createHash("sha256").update(envelope).digest());
  const data = new common.BlockData();
  data.addData(envelope);
  const block = new common.Block();
  block.setHeader(header);
  block.setData(data);
  block.setMetadata(genesisMetadata());
  return block.serializeBinary();
}

/** Says of itself that it is the last configuration block, in both places where Fabric looks. */
function genesisMetadata(): common.BlockMetadata {
  const lastConfig = new common.LastConfig();
  const orderers = new common.OrdererBlockMetadata();
  orderers.setLastConfig(lastConfig);
  const entries: Uint8Array[] = Array.from({ length: metadataEntries }, () => new Uint8Array());
  entries[common.BlockMetadataIndex.SIGNATURES] = metadata(orderers.serializeBinary());
  entries[common.BlockMetadataIndex.LAST_CONFIG] = metadata(lastConfig.serializeBinary());
  const made = new common.BlockMetadata();
  made.setMetadataList(entries);
  return made;
}

function metadata(value: Uint8Array): Uint8Array {
  const made = new common.Metadata();
  made.setValue(value);
  return made.serializeBinary();
}
