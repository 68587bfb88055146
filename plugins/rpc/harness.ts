import grpc from "@grpc/grpc-js";
import providerService from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import rpc from "@pulumi/pulumi/proto/provider_pb.js";
import status from "@pulumi/pulumi/proto/status_pb.js";
import type { ProviderPackage } from "./kind.js";
import { serveProvider } from "./service.js";
import { fromStruct, toStruct } from "./struct.js";
import type { Props } from "./values.js";

/** What a failed call told. */
export interface Failed {
  readonly message: string;
  /** The resource that exists nevertheless, when there is one. */
  readonly init?: { readonly id: string; readonly properties: Props; readonly reasons: readonly string[] };
}

/** A provider as the engine sees it, for tests. */
export interface EngineSide {
  /** Greets the plugin and gives it its configuration, as an engine does before anything else. */
  configure(config: Props): Promise<void>;
  /** The top-level keys that differ between two configurations. */
  diffConfig(olds: Props, news: Props): Promise<string[]>;
  check(type: string, news: Props, olds?: Props): Promise<{ inputs: Props; failures: string[] }>;
  diff(
    type: string,
    oldInputs: Props,
    news: Props,
    outputs?: Props,
    id?: string,
  ): Promise<{ changes: string[]; replaces: string[]; deleteBeforeReplace: boolean }>;
  /** Undefined when it is gone. */
  read(
    type: string,
    id: string,
    inputs: Props,
    outputs: Props,
  ): Promise<{ inputs: Props; outputs: Props } | undefined>;
  create(type: string, inputs: Props, mode?: "preview" | "real"): Promise<{ id: string; outputs: Props }>;
  update(type: string, id: string, oldInputs: Props, olds: Props, news: Props): Promise<Props>;
  remove(type: string, id: string, inputs: Props, outputs: Props): Promise<void>;
  cancel(): Promise<void>;
  close(): void;
}

/** Serves a package and speaks to it over gRPC. */
export async function engineSide(pkg: ProviderPackage): Promise<EngineSide> {
  const served = await serveProvider(pkg, "");
  const engine = connectEngine(served.port);
  return {
    ...engine,
    close() {
      engine.close();
      served.close();
    },
  };
}

/** Speaks to a plugin that listens on a port of this machine. A failed call rejects with a `Failed`. */
export function connectEngine(port: number): EngineSide {
  const client = new providerService.ResourceProviderClient(
    `127.0.0.1:${port}`,
    grpc.credentials.createInsecure(),
    { "grpc.max_receive_message_length": -1 },
  );
  const urn = (type: string) => `urn:pulumi:test::project::${type}::thing`;
  const call = <Response>(
    send: (done: (error: grpc.ServiceError | null, response: Response) => void) => unknown,
  ) =>
    new Promise<Response>((resolve, reject) => {
      send((error, response) => (error === null ? resolve(response) : reject(failed(error))));
    });
  return {
    async configure(config) {
      const greeting = new rpc.ProviderHandshakeRequest().setEngineAddress("").setConfigureWithUrn(true);
      // Plugins of before the handshake refuse it, and the engine goes on without.
      await call((done) => client.handshake(greeting, done)).catch(() => {});
      const check = new rpc.CheckRequest().setUrn(urn("pulumi:providers:test")).setNews(toStruct(config));
      const checked = await call<rpc.CheckResponse>((done) => client.checkConfig(check, done));
      const refused = checked.getFailuresList().map((each) => each.getReason());
      if (refused.length > 0) throw { message: refused.join("\n") } satisfies Failed;
      const request = new rpc.ConfigureRequest().setAcceptsecrets(true).setAcceptresources(false);
      request.setSendsOldInputs(true).setSendsOldInputsToDelete(true).setArgs(checked.getInputs());
      await call((done) => client.configure(request, done));
    },
    async diffConfig(olds, news) {
      const request = new rpc.DiffRequest().setUrn(urn("pulumi:providers:test"));
      request.setOldInputs(toStruct(olds)).setOlds(toStruct(olds)).setNews(toStruct(news));
      const response = await call<rpc.DiffResponse>((done) => client.diffConfig(request, done));
      return response.getDiffsList();
    },
    async check(type, news, olds = {}) {
      const request = new rpc.CheckRequest().setUrn(urn(type)).setType(type);
      request
        .setNews(toStruct(news))
        .setOlds(toStruct(olds))
        .setRandomseed(new Uint8Array([1, 2, 3]));
      const response = await call<rpc.CheckResponse>((done) => client.check(request, done));
      return {
        inputs: fromStruct(response.getInputs()),
        failures: response.getFailuresList().map((each) => each.getReason()),
      };
    },
    async diff(type, oldInputs, news, outputs = {}, id = "id") {
      const request = new rpc.DiffRequest().setId(id).setUrn(urn(type)).setType(type);
      request.setOldInputs(toStruct(oldInputs)).setNews(toStruct(news)).setOlds(toStruct(outputs));
      const response = await call<rpc.DiffResponse>((done) => client.diff(request, done));
      return {
        changes: response.getDiffsList(),
        replaces: response.getReplacesList(),
        deleteBeforeReplace: response.getDeletebeforereplace(),
      };
    },
    async read(type, id, inputs, outputs) {
      const request = new rpc.ReadRequest().setId(id).setUrn(urn(type)).setType(type);
      request.setInputs(toStruct(inputs)).setProperties(toStruct(outputs));
      const response = await call<rpc.ReadResponse>((done) => client.read(request, done));
      if (response.getId() === "") return undefined;
      return { inputs: fromStruct(response.getInputs()), outputs: fromStruct(response.getProperties()) };
    },
    async create(type, inputs, mode = "real") {
      const request = new rpc.CreateRequest()
        .setUrn(urn(type))
        .setType(type)
        .setPreview(mode === "preview");
      request.setProperties(toStruct(inputs));
      const response = await call<rpc.CreateResponse>((done) => client.create(request, done));
      return { id: response.getId(), outputs: fromStruct(response.getProperties()) };
    },
    async update(type, id, oldInputs, olds, news) {
      const request = new rpc.UpdateRequest().setId(id).setUrn(urn(type)).setType(type);
      request.setOldInputs(toStruct(oldInputs)).setOlds(toStruct(olds)).setNews(toStruct(news));
      const response = await call<rpc.UpdateResponse>((done) => client.update(request, done));
      return fromStruct(response.getProperties());
    },
    async remove(type, id, inputs, outputs) {
      const request = new rpc.DeleteRequest().setId(id).setUrn(urn(type)).setType(type);
      request.setOldInputs(toStruct(inputs)).setProperties(toStruct(outputs));
      await call((done) => client.delete(request, done));
    },
    async cancel() {
      const { default: empty } = await import("google-protobuf/google/protobuf/empty_pb.js");
      await call((done) => client.cancel(new empty.Empty(), done));
    },
    close: () => client.close(),
  };
}

function failed(error: grpc.ServiceError): Failed {
  const [details] = error.metadata.get("grpc-status-details-bin");
  if (!Buffer.isBuffer(details)) return { message: error.details };
  const [any] = status.Status.deserializeBinary(new Uint8Array(details)).getDetailsList();
  const init = rpc.ErrorResourceInitFailed.deserializeBinary(any?.getValue_asU8() ?? new Uint8Array());
  return {
    message: error.details,
    init: { id: init.getId(), properties: fromStruct(init.getProperties()), reasons: init.getReasonsList() },
  };
}
