import { common } from "@hyperledger/fabric-protos";
import { sha256 } from "../../sha256.js";

/** Identity of a block: two blocks with the same hash are the same block of the same chain. */
export interface BlockIdentity {
  readonly number: number;
  /** SHA-256 of the header, hex: what the next block refers to. */
  readonly hash: string;
  /** Channel of its first transaction. */
  readonly channel: string;
}

/** Reads a block's identity from its protobuf form. @throws Error when it is not a block */
export function readBlock(bytes: Uint8Array): BlockIdentity {
  const block = parse(bytes);
  const header = block.getHeader();
  if (!header) throw new Error("the block has no header");
  return {
    number: header.getNumber(),
    hash: headerHash(header),
    channel: channelHeader(firstPayload(block)).getChannelId(),
  };
}

/** The configuration in a configuration block, with its channel. @throws Error when it holds none */
export function configOf(bytes: Uint8Array): { channel: string; number: number; config: common.Config } {
  const block = parse(bytes);
  const payload = firstPayload(block);
  const header = channelHeader(payload);
  if (header.getType() !== common.HeaderType.CONFIG)
    throw new Error(`block ${block.getHeader()?.getNumber() ?? "?"} is not a configuration block`);
  const config = common.ConfigEnvelope.deserializeBinary(payload.getData_asU8()).getConfig();
  if (!config) throw new Error("the configuration block holds no configuration");
  return { channel: header.getChannelId(), number: block.getHeader()?.getNumber() ?? 0, config };
}

function parse(bytes: Uint8Array): common.Block {
  try {
    return common.Block.deserializeBinary(bytes);
  } catch (error) {
    throw new Error(`not a block (${bytes.length} bytes)`, { cause: error });
  }
}

function firstPayload(block: common.Block): common.Payload {
  const first = block.getData()?.getDataList_asU8()[0];
  if (!first) throw new Error("the block holds no transaction");
  return common.Payload.deserializeBinary(common.Envelope.deserializeBinary(first).getPayload_asU8());
}

function channelHeader(payload: common.Payload): common.ChannelHeader {
  return common.ChannelHeader.deserializeBinary(
    payload.getHeader()?.getChannelHeader_asU8() ?? new Uint8Array(),
  );
}

/** SHA-256 of the header's DER form: SEQUENCE { number INTEGER, previous OCTET STRING, data OCTET STRING }. */
function headerHash(header: common.BlockHeader): string {
  const content = Buffer.concat([
    der(0x02, integer(header.getNumber())),
    der(0x04, header.getPreviousHash_asU8()),
    der(0x04, header.getDataHash_asU8()),
  ]);
  return sha256(der(0x30, content));
}

/** Tag, length, content; nothing in a header is longer than 127 bytes. */
function der(tag: number, content: Uint8Array): Buffer {
  if (content.length > 127) throw new Error("the block's header is too long");
  return Buffer.concat([Buffer.from([tag, content.length]), content]);
}

/** A non-negative integer, big-endian, with a leading zero where the first bit would mean a sign. */
function integer(value: number): Buffer {
  const hex = value.toString(16);
  const bytes = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, "hex");
  return (bytes[0] ?? 0) > 127 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes;
}
