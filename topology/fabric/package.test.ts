import { createHash } from "node:crypto";
import { gunzipSync } from "node:zlib";
import { extract } from "tar-stream";
import { expect, test } from "vitest";
import { gzipStored } from "./archive.js";
import { chaincodePackage } from "./package.js";

async function untar(gzipped: Uint8Array) {
  const files: { name: string; mtime: number; uid: number; mode: number; content: Buffer }[] = [];
  const reader = extract();
  reader.end(gunzipSync(gzipped));
  for await (const entry of reader) {
    const pieces: Buffer[] = [];
    for await (const piece of entry as AsyncIterable<Buffer>) pieces.push(piece);
    const { name, mtime, uid, mode } = entry.header;
    files.push({
      name,
      mtime: Number(mtime),
      uid: uid ?? -1,
      mode: mode ?? -1,
      content: Buffer.concat(pieces),
    });
  }
  return files;
}

test("a package is metadata and code, with nothing of the machine in it", async () => {
  const outer = await untar(chaincodePackage({ label: "mycc_1.0", port: 9999 }).bytes);
  expect(outer.map(({ name, mtime, uid, mode }) => ({ name, mtime, uid, mode }))).toEqual([
    { name: "metadata.json", mtime: 0, uid: 0, mode: 0o644 },
    { name: "code.tar.gz", mtime: 0, uid: 0, mode: 0o644 },
  ]);
  expect(JSON.parse(outer[0]?.content.toString() ?? "")).toEqual({ type: "ccaas", label: "mycc_1.0" });
  const inner = await untar(outer[1]?.content ?? Buffer.alloc(0));
  expect(inner.map(({ name }) => name)).toEqual(["connection.json"]);
  expect(JSON.parse(inner[0]?.content.toString() ?? "")).toEqual({
    address: "{{.chaincodeHost}}:9999",
    dial_timeout: "10s",
    tls_required: false,
  });
});

test("the id is the label with the hash of the bytes, the same on every machine", () => {
  const { id, bytes } = chaincodePackage({ label: "mycc_1.0", port: 9999 });
  expect(id).toBe(`mycc_1.0:${createHash("sha256").update(bytes).digest("hex")}`);
  expect(id).toBe("mycc_1.0:d9accc5df67837e62027106ccad6a9aaa72178702e77770cc3153288643ecffd");
});

test("another port is another package", () => {
  const one = chaincodePackage({ label: "mycc_1.0", port: 9999 });
  expect(chaincodePackage({ label: "mycc_1.0", port: 9998 }).id).not.toBe(one.id);
});

test.each(["", "_x", "a b", "a/b", "a:b"])("label %j, which Fabric refuses, is refused", (label) => {
  expect(() => chaincodePackage({ label, port: 9999 })).toThrow("chaincode label");
});

test("a gzip file ends with the CRC-32 and the length of its content: the standard's check text", () => {
  const end = Buffer.from(gzipStored(Buffer.from("123456789"))).subarray(-8);
  expect([end.readUInt32LE(0), end.readUInt32LE(4)]).toEqual([0xcbf43926, 9]);
});
