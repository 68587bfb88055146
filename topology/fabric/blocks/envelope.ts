import { common } from "@hyperledger/fabric-protos";
import wellKnown from "google-protobuf/google/protobuf/timestamp_pb.js";
import { sha256 } from "../../sha256.js";
import type { Message } from "./group.js";

/** What makes an otherwise equal message unique; given, so that the result is deterministic. */
export interface Origin {
  /** Moment of making, whole seconds are kept. */
  readonly timestamp: Date;
}

/** Header types of configuration messages and the versions Fabric's own tools give them. */
const versions = { CONFIG: 1, CONFIG_UPDATE: 0 } as const;

/** An unsigned envelope around a configuration message for a channel. */
export function configEnvelope(
  type: keyof typeof versions,
  channel: string,
  origin: Origin & { readonly nonce?: Uint8Array },
  data: Message,
): common.Envelope {
  const timestamp = new wellKnown.Timestamp();
  timestamp.setSeconds(Math.floor(origin.timestamp.getTime() / 1000));
  const header = new common.ChannelHeader();
  header.setType(common.HeaderType[type]);
  header.setVersion(versions[type]);
  header.setTimestamp(timestamp);
  header.setChannelId(channel);
  const signature = new common.SignatureHeader();
  if (origin.nonce) {
    signature.setNonce(origin.nonce);
    // A transaction's id is the hash of nonce and creator; a genesis block has no creator.
    header.setTxId(sha256(origin.nonce));
  }
  const headers = new common.Header();
  headers.setChannelHeader(header.serializeBinary());
  headers.setSignatureHeader(signature.serializeBinary());
  const payload = new common.Payload();
  payload.setHeader(headers);
  payload.setData(data.serializeBinary());
  const envelope = new common.Envelope();
  envelope.setPayload(payload.serializeBinary());
  return envelope;
}
