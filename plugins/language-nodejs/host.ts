import type { ChildProcess } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import grpc from "@grpc/grpc-js";
import languageService from "@pulumi/pulumi/proto/language_grpc_pb.js";
import language from "@pulumi/pulumi/proto/language_pb.js";
import plugin from "@pulumi/pulumi/proto/plugin_pb.js";
import emptyMessage from "google-protobuf/google/protobuf/empty_pb.js";
import { type ProgramRun, type RuntimeOptions, startProgram } from "./program.js";

/** A running language host. */
export interface LanguageHost {
  readonly port: number;
  close(): void;
}

/** Serves Pulumi's language runtime protocol for Node programs. `engine` is the engine's gRPC address. */
export async function serveLanguageHost(engine: string, version: string): Promise<LanguageHost> {
  const children = new Set<ChildProcess>();
  let engineAddress = engine;
  const server = new grpc.Server({
    "grpc.max_receive_message_length": -1,
    "grpc.max_send_message_length": -1,
  });
  const stop = () => {
    for (const child of children) child.kill();
  };

  server.addService(languageService.LanguageRuntimeService, {
    handshake: unary<language.LanguageHandshakeRequest, language.LanguageHandshakeResponse>(
      async (request) => {
        engineAddress = request.getEngineAddress() || engineAddress;
        return new language.LanguageHandshakeResponse();
      },
    ),
    getPluginInfo: unary<emptyMessage.Empty, plugin.PluginInfo>(async () => {
      const info = new plugin.PluginInfo();
      info.setVersion(version);
      return info;
    }),
    getRequiredPackages: unary(async () => new language.GetRequiredPackagesResponse()),
    getRequiredPlugins: unary(async () => new language.GetRequiredPluginsResponse()),
    runtimeOptionsPrompts: unary(async () => new language.RuntimeOptionsResponse()),
    about: unary<language.AboutRequest, language.AboutResponse>(async () => {
      const about = new language.AboutResponse();
      about.setExecutable(process.execPath);
      about.setVersion(process.version);
      return about;
    }),
    getProgramDependencies: unary<
      language.GetProgramDependenciesRequest,
      language.GetProgramDependenciesResponse
    >(async (request) => dependencies(request.getInfo()?.getProgramDirectory() || request.getProgram())),
    installDependencies: (call: grpc.ServerWritableStream<unknown, language.InstallDependenciesResponse>) => {
      const line = new language.InstallDependenciesResponse();
      line.setStdout(Buffer.from("nothing to do: the program's packages are installed by npm\n"));
      call.write(line);
      call.end();
    },
    run: unary<language.RunRequest, language.RunResponse>(async (request) => {
      const { child, end } = startProgram(programRun(request, engineAddress));
      children.add(child);
      const result = await end;
      children.delete(child);
      const response = new language.RunResponse();
      response.setBail(result.kind === "reported");
      if (result.kind === "failed") response.setError(result.message);
      return response;
    }),
    cancel: unary(async () => {
      stop();
      return new emptyMessage.Empty();
    }),
  });

  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  return {
    port,
    close() {
      stop();
      server.forceShutdown();
    },
  };
}

/** The run that a request of the engine asks for. */
export function programRun(request: language.RunRequest, engine: string): ProgramRun {
  const info = request.getInfo();
  const pwd = request.getPwd();
  return {
    directory: info?.getProgramDirectory() || pwd,
    pwd: pwd || info?.getProgramDirectory() || process.cwd(),
    entryPoint: info?.getEntryPoint() || request.getProgram(),
    options: runtimeOptions(info?.getOptions()?.toJavaScript() ?? {}),
    monitor: request.getMonitorAddress(),
    engine,
    organization: request.getOrganization(),
    project: request.getProject(),
    stack: request.getStack(),
    rootDirectory: info?.getRootDirectory() ?? "",
    dryRun: request.getDryrun(),
    parallel: request.getParallel(),
    args: request.getArgsList(),
    config: Object.fromEntries(request.getConfigMap().toArray()),
    configSecretKeys: request.getConfigsecretkeysList(),
  };
}

function runtimeOptions(options: Readonly<Record<string, unknown>>): RuntimeOptions {
  const { nodeargs, typescript, tsconfig } = options;
  return {
    ...(typeof nodeargs === "string" ? { nodeargs } : {}),
    ...(typeof tsconfig === "string" ? { tsconfig } : {}),
    ...(typescript === undefined ? {} : { typescript: typescript === true || typescript === "true" }),
  };
}

async function dependencies(directory: string): Promise<language.GetProgramDependenciesResponse> {
  const manifest = JSON.parse(await readFile(join(directory, "package.json"), "utf8")) as {
    dependencies?: Record<string, string>;
  };
  const response = new language.GetProgramDependenciesResponse();
  for (const [name, version] of Object.entries(manifest.dependencies ?? {})) {
    const dependency = new language.DependencyInfo();
    dependency.setName(name);
    dependency.setVersion(version);
    response.addDependencies(dependency);
  }
  return response;
}

function unary<Request, Response>(
  handle: (request: Request) => Promise<Response>,
): grpc.handleUnaryCall<Request, Response> {
  return (call, done) => {
    handle(call.request).then(
      (response) => done(null, response),
      (error: unknown) =>
        done({ code: grpc.status.UNKNOWN, message: error instanceof Error ? error.message : String(error) }),
    );
  };
}
