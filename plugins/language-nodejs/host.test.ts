import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import grpc from "@grpc/grpc-js";
import languageService from "@pulumi/pulumi/proto/language_grpc_pb.js";
import language from "@pulumi/pulumi/proto/language_pb.js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { toStruct } from "../rpc/struct.js";
import type { Props } from "../rpc/values.js";
import { type LanguageHost, serveLanguageHost } from "./host.js";

let host: LanguageHost;
let client: InstanceType<typeof languageService.LanguageRuntimeClient>;
let directory: string;

beforeAll(async () => {
  host = await serveLanguageHost("engine:1", "3.245.0");
  client = new languageService.LanguageRuntimeClient(
    `127.0.0.1:${host.port}`,
    grpc.credentials.createInsecure(),
  );
});
afterAll(() => {
  client.close();
  host.close();
});

/** A program directory whose @pulumi/pulumi/cmd/run writes down how it was called, then runs the given code. */
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "consortium-language-"));
  const sdk = join(directory, "node_modules/@pulumi/pulumi");
  mkdirSync(join(sdk, "cmd/run"), { recursive: true });
  writeFileSync(join(directory, "package.json"), '{"dependencies":{"left":"1.0.0"}}');
  writeFileSync(join(sdk, "package.json"), '{"name":"@pulumi/pulumi"}');
  return () => rmSync(directory, { recursive: true });
});

async function run(code: string, options: Props = {}): Promise<language.RunResponse> {
  const seen = JSON.stringify(join(directory, "seen.json"));
  writeFileSync(
    join(directory, "node_modules/@pulumi/pulumi/cmd/run/index.js"),
    `require("fs").writeFileSync(${seen}, JSON.stringify({ argv: process.argv.slice(2), exec: process.execArgv, cwd: process.cwd(),
      config: process.env.PULUMI_CONFIG, keys: process.env.PULUMI_CONFIG_SECRET_KEYS, ts: process.env.PULUMI_NODEJS_TYPESCRIPT }));\n${code}`,
  );
  const info = new language.ProgramInfo();
  info
    .setRootDirectory(directory)
    .setProgramDirectory(directory)
    .setEntryPoint("index.ts")
    .setOptions(toStruct(options));
  const request = new language.RunRequest();
  request
    .setInfo(info)
    .setPwd(directory)
    .setMonitorAddress("monitor:2")
    .setProject("p")
    .setStack("s")
    .setOrganization("o");
  request.setDryrun(true).setParallel(7).setConfigsecretkeysList(["p:secret"]);
  request.getConfigMap().set("p:key", "value");
  return new Promise((resolve, reject) =>
    client.run(request, (error, response) => (error === null ? resolve(response) : reject(error))),
  );
}

const seen = () => JSON.parse(readFileSync(join(directory, "seen.json"), "utf8"));

test("the program gets the engine's own monitor, the configuration and the runtime options", async () => {
  const response = await run("", { nodeargs: "--no-warnings --stack-size=900", typescript: false });
  expect(response.getError()).toBe("");
  expect(response.getBail()).toBe(false);
  expect(seen()).toEqual({
    argv: [
      "--monitor=monitor:2",
      "--engine=engine:1",
      "--organization=o",
      "--project=p",
      `--root-directory=${directory}`,
      "--stack=s",
      `--pwd=${directory}`,
      "--dry-run",
      "--parallel=7",
      "index.ts",
    ],
    exec: ["--no-warnings", "--stack-size=900"],
    cwd: directory,
    config: '{"p:key":"value"}',
    keys: '["p:secret"]',
    ts: "false",
  });
});

test("without options Pulumi's own TypeScript loader is used", async () => {
  await run("");
  expect(seen().ts).toBe("true");
});

test.each([
  { code: "process.exit(32)", bail: true, error: "" },
  { code: "process.exit(3)", bail: false, error: "Program exited with non-zero exit code: 3" },
  {
    code: "process.kill(process.pid, 'SIGKILL'); setTimeout(() => {}, 9000)",
    bail: false,
    error: "Program was ended by SIGKILL",
  },
])("$code: bail $bail, error $error", async ({ code, bail, error }) => {
  const response = await run(code);
  expect(response.getBail()).toBe(bail);
  expect(response.getError()).toBe(error);
});

test("cancel ends the program", async () => {
  const running = run("setTimeout(() => {}, 60000)");
  await new Promise((resolve) => setTimeout(resolve, 500));
  await new Promise((resolve) => client.cancel(new empty.Empty(), resolve));
  expect((await running).getError()).toBe("Program was ended by SIGTERM");
});

test("no plugin is required by the program itself", async () => {
  const packages = await new Promise<language.GetRequiredPackagesResponse>((resolve, reject) =>
    client.getRequiredPackages(new language.GetRequiredPackagesRequest(), (error, response) =>
      error === null ? resolve(response) : reject(error),
    ),
  );
  expect(packages.getPackagesList()).toEqual([]);
});

test("about names node, and the plugin its version", async () => {
  const about = await new Promise<language.AboutResponse>((resolve, reject) =>
    client.about(new language.AboutRequest(), (error, response) =>
      error === null ? resolve(response) : reject(error),
    ),
  );
  expect(about.getVersion()).toBe(process.version);
  const version = await new Promise<string>((resolve, reject) =>
    client.getPluginInfo(new empty.Empty(), (error, info) =>
      error === null ? resolve(info.getVersion()) : reject(error),
    ),
  );
  expect(version).toBe("3.245.0");
});
