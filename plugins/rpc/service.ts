import grpc from "@grpc/grpc-js";
import plugin from "@pulumi/pulumi/proto/plugin_pb.js";
import providerService from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import rpc from "@pulumi/pulumi/proto/provider_pb.js";
import emptyMessage from "google-protobuf/google/protobuf/empty_pb.js";
import { failure, RpcFailure } from "./failures.js";
import type { ProviderPackage } from "./kind.js";
import { Session } from "./session.js";

/** One provider instance being served. */
export interface ServedProvider {
  readonly port: number;
  close(): void;
}

/** Serves one instance of a provider package on a port of its own, so that configurations never mix. */
export async function serveProvider(pkg: ProviderPackage, engine: string): Promise<ServedProvider> {
  const session = new Session(pkg, engine);
  const server = new grpc.Server({
    "grpc.max_receive_message_length": -1,
    "grpc.max_send_message_length": -1,
  });
  server.addService(providerService.ResourceProviderService, {
    handshake: unary<rpc.ProviderHandshakeRequest, rpc.ProviderHandshakeResponse>(async (request) => {
      session.attach(request.getEngineAddress());
      const response = new rpc.ProviderHandshakeResponse();
      response.setAcceptSecrets(true);
      return response;
    }),
    getPluginInfo: unary<emptyMessage.Empty, plugin.PluginInfo>(async () => {
      const info = new plugin.PluginInfo();
      info.setVersion(pkg.version);
      return info;
    }),
    attach: unary<plugin.PluginAttach, emptyMessage.Empty>(async (request) => {
      session.attach(request.getAddress());
      return new emptyMessage.Empty();
    }),
    checkConfig: unary((request: rpc.CheckRequest) => session.checkConfig(request)),
    diffConfig: unary((request: rpc.DiffRequest) => session.diffConfig(request)),
    configure: unary((request: rpc.ConfigureRequest) => session.configure(request)),
    check: unary((request: rpc.CheckRequest) => session.check(request)),
    diff: unary((request: rpc.DiffRequest) => session.diff(request)),
    create: unary((request: rpc.CreateRequest) => session.create(request)),
    read: unary((request: rpc.ReadRequest) => session.read(request)),
    update: unary((request: rpc.UpdateRequest) => session.update(request)),
    delete: unary((request: rpc.DeleteRequest) => session.delete(request)),
    cancel: unary(async () => {
      session.cancel();
      return new emptyMessage.Empty();
    }),
    invoke: unary(async (request: rpc.InvokeRequest) => {
      throw new Error(`function ${request.getTok()} is not supported by the stand-in plugin of ${pkg.name}`);
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
      session.close();
      server.forceShutdown();
    },
  };
}

function unary<Request, Response>(
  handle: (request: Request) => Promise<Response>,
): grpc.handleUnaryCall<Request, Response> {
  return (call, done) => {
    handle(call.request).then(
      (response) => done(null, response),
      (error: unknown) =>
        done(
          error instanceof RpcFailure
            ? error.status
            : failure(error instanceof Error ? error.message : String(error)),
        ),
    );
  };
}
