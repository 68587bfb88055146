/** Kinds of channel messages that are played (FISCO BCOS 2.x channel protocol). */
export const kinds = { rpc: 0x12, heartbeat: 0x13, handshake: 0x14 } as const;

/** One message on the SDK channel: length, kind, a sequence of 32 letters that the answer repeats, a result, content. */
export interface Frame {
  readonly kind: number;
  readonly sequence: string;
  readonly result: number;
  readonly content: string;
}

/** Bytes before the content. */
const headBytes = 4 + 2 + 32 + 4;
/** Longer messages are refused. */
const mostBytes = 10 * 1024 ** 2;

export function encodeFrame({ kind, sequence, result, content }: Frame): Buffer {
  const body = Buffer.from(content, "utf8");
  const head = Buffer.alloc(headBytes);
  head.writeUInt32BE(headBytes + body.length, 0);
  head.writeUInt16BE(kind, 4);
  head.write(sequence.padEnd(32, "0").slice(0, 32), 6, "latin1");
  head.writeInt32BE(result, 38);
  return Buffer.concat([head, body]);
}

/** Cuts a stream into frames: feed it pieces, it gives what is complete. @throws RangeError for an impossible length */
export function frameReader(): (piece: Buffer) => Frame[] {
  let rest = Buffer.alloc(0);
  return (piece) => {
    rest = Buffer.concat([rest, piece]);
    const frames: Frame[] = [];
    while (rest.length >= 4) {
      const length = rest.readUInt32BE(0);
      if (length < headBytes || length > mostBytes)
        throw new RangeError(`a channel message of ${length} bytes`);
      if (rest.length < length) break;
      frames.push({
        kind: rest.readUInt16BE(4),
        sequence: rest.toString("latin1", 6, 38),
        result: rest.readInt32BE(38),
        content: rest.toString("utf8", headBytes, length),
      });
      rest = rest.subarray(length);
    }
    return frames;
  };
}
