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
  check(type: string, news: Props, olds?: Props): Promise<{ inputs: Props; failures: string[] }>;
  diff(
    type: string,
    oldInputs: Props,
    news: Props,
    outputs?: Props,
  ): Promise<{ changes: string[]; replaces: string[]; deleteBeforeReplace: boolean }>;
  create(type: string, inputs: Props, mode?: "preview" | "real"): Promise<{ id: string; outputs: Props }>;
  update(type: string, id: string, oldInputs: Props, olds: Props, news: Props): Promise<Props>;
  remove(type: string, id: string, inputs: Props, outputs: Props): Promise<void>;
  cancel(): Promise<void>;
  close(): void;
}

/** Serves a package and speaks to it over gRPC. A failed call rejects with a `Failed`. */
export async function engineSide(pkg: ProviderPackage): Promise<EngineSide> {
  const served = await serveProvider(pkg, "");
  const client = new providerService.ResourceProviderClient(
    `127.0.0.1:${served.port}`,
    grpc.credentials.createInsecure(),
  );
  const urn = (type: string) => `urn:pulumi:test::project::${type}::thing`;
  const call = <Response>(
    send: (done: (error: grpc.ServiceError | null, response: Response) => void) => unknown,
  ) =>
    new Promise<Response>((resolve, reject) => {
      send((error, response) => (error === null ? resolve(response) : reject(failed(error))));
    });
  return {
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
    async diff(type, oldInputs, news, outputs = {}) {
      const request = new rpc.DiffRequest().setId("id").setUrn(urn(type)).setType(type);
      request.setOldInputs(toStruct(oldInputs)).setNews(toStruct(news)).setOlds(toStruct(outputs));
      const response = await call<rpc.DiffResponse>((done) => client.diff(request, done));
      return {
        changes: response.getDiffsList(),
        replaces: response.getReplacesList(),
        deleteBeforeReplace: response.getDeletebeforereplace(),
      };
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
    close() {
      client.close();
      served.close();
    },
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
