import { createReadStream, readdirSync, statSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { Readable } from "node:stream";
import { pack } from "tar-stream";
import type { Link } from "../../hosts/ssh/link.js";
import type { SshPool } from "../../hosts/ssh/pool.js";
import { quote } from "../../hosts/ssh/quote.js";
import { Fields } from "../rpc/fields.js";
import type { Kind, Operation } from "../rpc/kind.js";
import { archiveSignature, assetSignature, isObject, signatureKey } from "../rpc/values.js";
import { checkConnection, linkOf } from "./connection.js";

/** command.remote.CopyToRemote: files and directories; text assets too. Nothing is deleted on the server. */
export function copyKind(pool: SshPool): Kind {
  return {
    required: ["connection", "remotePath", "source"],
    optional: ["triggers"],
    computed: [],
    replaces: (key) => key === "triggers",
    check: (inputs) => checkConnection(inputs.object("connection")),
    async create(operation, inputs) {
      await copy(pool, operation, inputs);
      return { id: `copy-${operation.name}`, outputs: {} };
    },
    async update(operation, recorded, news) {
      const before = new Fields(recorded.inputs);
      const same =
        sourceKey(before) === sourceKey(news) && before.text("remotePath") === news.text("remotePath");
      if (!same) await copy(pool, operation, news);
      return {};
    },
  };
}

function sourceKey(inputs: Fields): string {
  const source = inputs.object("source");
  return source?.text("hash") ?? JSON.stringify(inputs.raw("source"));
}

async function copy(pool: SshPool, operation: Operation, inputs: Fields): Promise<void> {
  const link = linkOf(pool, inputs.object("connection") ?? new Fields({}));
  const source = inputs.raw("source");
  const remotePath = inputs.need("remotePath");
  if (!isObject(source)) throw new Error("source must be an asset or an archive");
  const fields = new Fields(source);
  const path = fields.text("path");
  if (source[signatureKey] === assetSignature) {
    const content = fields.has("text") ? Readable.from([Buffer.from(fields.text("text") ?? "")]) : undefined;
    const stream = content ?? (path === undefined ? undefined : createReadStream(path));
    if (stream === undefined) throw new Error("remote assets (URI) are not supported by the stand-in plugin");
    await put(
      link,
      operation,
      stream,
      `mkdir -p ${quote(dirname(remotePath))} && cat > ${quote(remotePath)}`,
      remotePath,
    );
  } else if (
    source[signatureKey] === archiveSignature &&
    path !== undefined &&
    statSync(path).isDirectory()
  ) {
    const target = path.endsWith("/") ? remotePath : join(remotePath, basename(path));
    await put(
      link,
      operation,
      directoryTar(path),
      `mkdir -p ${quote(target)} && tar -xof - -C ${quote(target)}`,
      target,
    );
  } else
    throw new Error("of archives, the stand-in plugin copies directories only (FileArchive of a directory)");
}

async function put(
  link: Link,
  operation: Operation,
  stdin: Readable,
  command: string,
  path: string,
): Promise<void> {
  const { code, stderr } = await link.exec(command, { stdin, signal: operation.signal });
  if (code !== 0)
    throw new Error(`copying to ${path} failed with exit status ${code}: ${stderr.trim().slice(-500)}`);
}

function directoryTar(root: string): Readable {
  const tar = pack();
  const walk = async (directory: string): Promise<void> => {
    for (const entry of readdirSync(directory, { withFileTypes: true })) {
      const path = join(directory, entry.name);
      const name = relative(root, path);
      const { mode, size, mtime } = statSync(path);
      if (entry.isDirectory()) {
        tar.entry({ name, type: "directory", mode, mtime });
        await walk(path);
      } else
        await new Promise<void>((resolve, reject) => {
          const file = tar.entry({ name, size, mode, mtime }, (error) => (error ? reject(error) : resolve()));
          createReadStream(path).on("error", reject).pipe(file);
        });
    }
  };
  walk(root).then(
    () => tar.finalize(),
    (error: Error) => tar.destroy(error),
  );
  return Readable.from(tar);
}
