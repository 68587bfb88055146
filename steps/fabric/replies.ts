/** What a command in a session's container left. */
export interface Reply {
  readonly code: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** Cuts the session's byte stream into its greeting and one reply a command. */
export class ReplyReader {
  #bytes: Buffer = Buffer.alloc(0);
  #greeted = false;

  /** True once the container said that it is ready. */
  get greeted(): boolean {
    return this.#greeted;
  }

  /** Takes what came; gives the replies that are complete now. @throws Error when the stream is not the loop's. */
  push(chunk: Buffer): Reply[] {
    this.#bytes = Buffer.concat([this.#bytes, chunk]);
    const replies: Reply[] = [];
    for (;;) {
      const end = this.#bytes.indexOf("\n");
      if (end < 0) return replies;
      const line = this.#bytes.subarray(0, end).toString();
      if (!this.#greeted) {
        if (line !== "ready") throw new Error(`unexpected answer from the container: ${line.slice(0, 200)}`);
        this.#greeted = true;
        this.#bytes = this.#bytes.subarray(end + 1);
        continue;
      }
      const found = /^(\d+) (\d+) (\d+)$/.exec(line);
      if (!found) throw new Error(`unexpected answer from the container: ${line.slice(0, 200)}`);
      const [code, out, err] = found.slice(1).map(Number) as [number, number, number];
      const start = end + 1;
      if (this.#bytes.length < start + out + err) return replies;
      replies.push({
        code,
        stdout: Buffer.from(this.#bytes.subarray(start, start + out)),
        stderr: this.#bytes.subarray(start + out, start + out + err).toString(),
      });
      this.#bytes = this.#bytes.subarray(start + out + err);
    }
  }
}
