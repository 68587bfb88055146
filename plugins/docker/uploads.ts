import { readFileSync } from "node:fs";
import { pack } from "tar-stream";
import type { Fields } from "../rpc/fields.js";
import type { Refusal } from "../rpc/kind.js";

/** The three ways to give a file's content. */
const sources = ["content", "contentBase64", "source"] as const;

/** What is wrong with the uploads of a container. Unknown contents are left aside. */
export function checkUploads(uploads: readonly Fields[]): Refusal[] {
  return uploads.flatMap((upload, i) => {
    const property = `uploads[${i}]`;
    const given = sources.filter((key) => upload.has(key));
    const reasons: string[] = [];
    if (given.length !== 1)
      reasons.push(`exactly one of ${sources.join(", ")} must be given, not ${given.length}`);
    if (upload.text("content") === "" || upload.text("contentBase64") === "")
      reasons.push("the content is empty, which Docker's provider cannot upload");
    const permissions = upload.text("permissions");
    if (permissions !== undefined && !/^0?[0-7]{3,4}$/.test(permissions))
      reasons.push(`permissions "${permissions}" are not octal digits such as 0600`);
    for (const key of ["owner", "group"] as const)
      if (upload.has(key) && !/^\d+$/.test(upload.text(key) ?? ""))
        reasons.push(`${key} "${upload.text(key)}" is a name; use the numeric id inside the container`);
    return reasons.map((reason) => ({ property, reason: `${upload.text("file") ?? property}: ${reason}` }));
  });
}

/** All uploads of a container as one tar to be unpacked at `/`. */
export async function uploadsTar(uploads: readonly Fields[]): Promise<Buffer> {
  const tar = pack();
  for (const upload of uploads) {
    const permissions = upload.text("permissions");
    const mode =
      permissions === undefined
        ? upload.flag("executable") === true
          ? 0o744
          : 0o644
        : Number.parseInt(permissions, 8);
    tar.entry(
      {
        name: upload.need("file").replace(/^\/+/, ""),
        mode,
        uid: upload.number("owner") ?? 0,
        gid: upload.number("group") ?? 0,
        mtime: new Date(0),
      },
      contentOf(upload),
    );
  }
  tar.finalize();
  const pieces: Buffer[] = [];
  for await (const piece of tar) pieces.push(Buffer.from(piece as Uint8Array));
  return Buffer.concat(pieces);
}

function contentOf(upload: Fields): Buffer {
  const content = upload.text("content");
  if (content !== undefined) return Buffer.from(content);
  const base64 = upload.text("contentBase64");
  return base64 === undefined ? readFileSync(upload.need("source")) : Buffer.from(base64, "base64");
}
