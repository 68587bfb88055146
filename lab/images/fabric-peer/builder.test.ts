import { mkdir, mkdtemp, readFile, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { attempt } from "../../../hosts/process.js";

const program = (name: string) => join(import.meta.dirname, "builder", name);

async function chaincode(connection: string, type = "ccaas") {
  const folder = await mkdtemp(join(tmpdir(), "builder-"));
  const [source, metadata, output, release] = ["source", "metadata", "output", "release"].map((name) =>
    join(folder, name),
  ) as [string, string, string, string];
  for (const path of [source, metadata, output, release]) await mkdir(path);
  await writeFile(join(source, "connection.json"), connection);
  await writeFile(join(metadata, "metadata.json"), JSON.stringify({ type, label: "mycc" }));
  return { source, metadata, output, release };
}

test.each([
  { type: "ccaas", code: 0 },
  { type: "CCAAS", code: 0 },
  { type: "golang", code: 1 },
])("a package of type $type is detected with status $code", async ({ type, code }) => {
  const { source, metadata } = await chaincode("{}", type);
  expect((await attempt([program("detect"), source, metadata])).code).toBe(code);
});

test.each([
  { map: "", address: "127.0.0.1:9999", expected: "127.0.0.1:9999" },
  { map: '{"peername":"peer0.org1"}', address: "{{.peername}}_mycc:9999", expected: "peer0.org1_mycc:9999" },
  {
    map: '{ "host" : "10.0.1.31", "port":"9999" }',
    address: "{{ .host }}:{{.port}}",
    expected: "10.0.1.31:9999",
  },
  { map: '{"a":"x&y\\\\1"}', address: "{{.a}}", expected: "x&y\\\\1" },
])("with the map $map the address $address becomes $expected", async ({ map, address, expected }) => {
  const { source, metadata, output, release } = await chaincode(
    `{"address":"${address}","dial_timeout":"10s"}`,
  );
  const env = { CHAINCODE_AS_A_SERVICE_BUILDER_CONFIG: map };
  expect((await attempt([program("build"), source, metadata, output], { env })).code).toBe(0);
  expect((await attempt([program("release"), output, release])).code).toBe(0);
  expect(await readFile(join(release, "chaincode", "server", "connection.json"), "utf8")).toBe(
    `{"address":"${expected}","dial_timeout":"10s"}\n`,
  );
});

test("a name that the map does not have fails the build and says which", async () => {
  const { source, metadata, output } = await chaincode('{"address":"{{.peername}}:9999"}');
  const built = await attempt([program("build"), source, metadata, output]);
  expect(built.code).toBe(1);
  expect(built.stderr).toContain('map has no entry for key "peername"');
});

test("indexes of the state database are released", async () => {
  const { source, metadata, output, release } = await chaincode("{}");
  await mkdir(join(source, "META-INF", "statedb", "couchdb"), { recursive: true });
  await attempt([program("build"), source, metadata, output]);
  await attempt([program("release"), output, release]);
  expect((await stat(join(release, "statedb", "couchdb"))).isDirectory()).toBe(true);
});
