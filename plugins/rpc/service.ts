import grpc from "@grpc/grpc-js";
import plugin from "@pulumi/pulumi/proto/plugin_pb.js";
import providerService from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import rpc from "@pulumi/pulumi/proto/provider_pb.js";
import emptyMessage from "google-protobuf/google/protobuf/empty_pb.js";
import { checkInputs, decodeConfig, isComplete } from "./check.js";
import { type Change, diffInputs } from "./diff.js";
import { connectEngineLog, type EngineLog } from "./engine-log.js";
import { failure, initFailure } from "./failures.js";
import { Fields } from "./fields.js";
import {
  InitError,
  type Kind,
  type Operation,
  type ProviderInstance,
  type ProviderPackage,
  type Recorded,
} from "./kind.js";
import { fromStruct, toStruct } from "./struct.js";
import { mask, type Props, revealProps, secret, secretTexts, unknown } from "./values.js";

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
      session.cancel();
      session.detach();
      server.forceShutdown();
    },
  };
}

/** What a request about one resource says of it. */
interface About {
  getUrn(): string;
  getType(): string;
}

class Session {
  readonly #pkg: ProviderPackage;
  readonly #instance: ProviderInstance;
  readonly #stop = new AbortController();
  #log: EngineLog = () => {};
  #detach = () => {};

  constructor(pkg: ProviderPackage, engine: string) {
    this.#pkg = pkg;
    this.#instance = pkg.instance();
    this.attach(engine);
  }

  attach(engine: string): void {
    if (engine === "") return;
    this.#detach();
    const { log, close } = connectEngineLog(engine);
    this.#log = log;
    this.#detach = close;
  }

  detach(): void {
    this.#detach();
  }

  cancel(): void {
    this.#stop.abort();
  }

  async checkConfig(request: rpc.CheckRequest): Promise<rpc.CheckResponse> {
    const news = fromStruct(request.getNews());
    const config = decodeConfig(news);
    return checkResponse(
      news,
      isComplete(config) ? (this.#instance.checkConfig?.(new Fields(config)) ?? []) : [],
    );
  }

  async diffConfig(request: rpc.DiffRequest): Promise<rpc.DiffResponse> {
    const replaces = this.#instance.replacesConfig ?? (() => false);
    const olds = decodeConfig(fromStruct(request.getOldInputs() ?? request.getOlds()));
    return diffResponse(
      diffInputs(olds, decodeConfig(fromStruct(request.getNews())), { replaces, ignored: ["version"] }),
      false,
    );
  }

  async configure(request: rpc.ConfigureRequest): Promise<rpc.ConfigureResponse> {
    const config = decodeConfig(fromStruct(request.getArgs()));
    if (isComplete(config)) this.#instance.configure?.(new Fields(config));
    const response = new rpc.ConfigureResponse();
    response.setAcceptsecrets(true);
    response.setSupportspreview(true);
    return response;
  }

  async check(request: rpc.CheckRequest): Promise<rpc.CheckResponse> {
    const type = typeOf(request);
    const { inputs, refusals } = checkInputs(
      this.#kind(type),
      type,
      request.getUrn(),
      request.getRandomseed_asU8(),
      fromStruct(request.getOlds()),
      fromStruct(request.getNews()),
    );
    return checkResponse(inputs, refusals);
  }

  async diff(request: rpc.DiffRequest): Promise<rpc.DiffResponse> {
    const kind = this.#kind(typeOf(request));
    const olds = fromStruct(request.getOldInputs());
    const news = fromStruct(request.getNews());
    const ignored = [...(kind.ignored ?? []), ...request.getIgnorechangesList()];
    const changes = diffInputs(olds, news, { ...kind, ignored });
    const recorded = clear(request.getId(), olds, fromStruct(request.getOlds()));
    const drift = kind.drift?.(recorded, revealProps(news), new Date()) ?? [];
    return diffResponse(
      [...changes, ...drift],
      kind.deleteBeforeReplace === true || keepsItsName(kind, olds, news),
    );
  }

  async create(request: rpc.CreateRequest): Promise<rpc.CreateResponse> {
    const kind = this.#kind(typeOf(request));
    const inputs = fromStruct(request.getProperties());
    const response = new rpc.CreateResponse();
    if (request.getPreview()) {
      response.setProperties(toStruct(outputsOf(kind, inputs, unknowns(kind.computed))));
      return response;
    }
    const operation = this.#operation(request, inputs, request.getTimeout());
    const created = await this.#run(kind, operation, inputs, () =>
      kind.create(operation, new Fields(revealProps(inputs))),
    );
    response.setId(created.id);
    response.setProperties(toStruct(outputsOf(kind, inputs, created.outputs)));
    return response;
  }

  async read(request: rpc.ReadRequest): Promise<rpc.ReadResponse> {
    const kind = this.#kind(typeOf(request));
    const inputs = fromStruct(request.getInputs());
    const outputs = fromStruct(request.getProperties());
    const response = new rpc.ReadResponse();
    response.setId(request.getId());
    response.setInputs(toStruct(inputs));
    response.setProperties(toStruct(outputs));
    if (Object.keys(outputs).length === 0)
      throw new Error(
        `${typeOf(request)}: import and get of existing resources are not supported by the stand-in plugin`,
      );
    if (kind.read === undefined) return response;
    const operation = this.#operation(request, inputs, 0);
    const recorded = clear(request.getId(), inputs, outputs);
    const read = kind.read.bind(kind);
    const found = await this.#run(kind, operation, inputs, () => read(operation, recorded));
    if (found === undefined) return new rpc.ReadResponse();
    response.setInputs(toStruct(merge(inputs, found.inputs)));
    response.setProperties(toStruct(merge(outputs, found.outputs)));
    return response;
  }

  async update(request: rpc.UpdateRequest): Promise<rpc.UpdateResponse> {
    const kind = this.#kind(typeOf(request));
    const news = fromStruct(request.getNews());
    const oldInputs = fromStruct(request.getOldInputs());
    const olds = fromStruct(request.getOlds());
    const kept = pick(olds, kind.computed);
    const response = new rpc.UpdateResponse();
    if (request.getPreview()) {
      response.setProperties(
        toStruct(outputsOf(kind, news, { ...kept, ...unknowns(kind.computedByUpdate ?? []) })),
      );
      return response;
    }
    let computed: Props = {};
    if (kind.update !== undefined) {
      const operation = this.#operation(request, news, request.getTimeout());
      const update = kind.update.bind(kind);
      const recorded = clear(request.getId(), oldInputs, olds);
      computed = await this.#run(kind, operation, news, () =>
        update(operation, recorded, new Fields(revealProps(news))),
      );
    }
    response.setProperties(toStruct(outputsOf(kind, news, { ...kept, ...computed })));
    return response;
  }

  async delete(request: rpc.DeleteRequest): Promise<emptyMessage.Empty> {
    const kind = this.#kind(typeOf(request));
    if (kind.delete !== undefined) {
      const inputs = fromStruct(request.getOldInputs());
      const operation = this.#operation(request, inputs, request.getTimeout());
      const remove = kind.delete.bind(kind);
      const recorded = clear(request.getId(), inputs, fromStruct(request.getProperties()));
      await this.#run(kind, operation, inputs, () => remove(operation, recorded));
    }
    return new emptyMessage.Empty();
  }

  #kind(type: string): Kind {
    const kind = this.#instance.kinds[type];
    if (kind !== undefined) return kind;
    throw new Error(
      `resource type ${type} is not supported by the stand-in plugin of ${this.#pkg.name}; ` +
        `it knows ${Object.keys(this.#instance.kinds).join(", ")}. Use the official plugin, or another way to the same end`,
    );
  }

  #operation(request: About, inputs: Props, timeoutSeconds: number): Operation {
    const urn = request.getUrn();
    const secrets = secretTexts(inputs);
    const signals = [this.#stop.signal];
    if (timeoutSeconds > 0) signals.push(AbortSignal.timeout(timeoutSeconds * 1000));
    return {
      urn,
      name: urn.split("::").at(-1) ?? urn,
      signal: AbortSignal.any(signals),
      secrets,
      log: (severity, text) => this.#log(urn, severity, mask(text, secrets)),
    };
  }

  /** Runs the work; failures lose their secrets, and an unfinished resource is told to the engine as such. */
  async #run<T>(kind: Kind, operation: Operation, inputs: Props, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      const text = mask(error instanceof Error ? error.message : String(error), operation.secrets);
      if (error instanceof InitError)
        throw new RpcFailure(
          initFailure(error.created.id, outputsOf(kind, inputs, error.created.outputs), inputs, text),
        );
      throw new Error(text);
    }
  }
}

/** An error that is told to the engine with its details. */
class RpcFailure extends Error {
  readonly status: Partial<grpc.StatusObject>;
  constructor(status: Partial<grpc.StatusObject>) {
    super(status.details ?? "");
    this.status = status;
  }
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

function typeOf(request: About): string {
  return request.getType() || (request.getUrn().split("::")[2]?.split("$").at(-1) ?? "");
}

function clear(id: string, inputs: Props, outputs: Props): Recorded {
  return { id, inputs: revealProps(inputs), outputs: revealProps(outputs) };
}

/** Two things cannot have one name: an explicit name that stays forces the old one out first, as in bridged providers. */
function keepsItsName(kind: Kind, olds: Props, news: Props): boolean {
  const { name, __defaults } = revealProps(news);
  const defaulted = Array.isArray(__defaults) && __defaults.includes("name");
  return kind.autonamed === true && !defaulted && revealProps(olds).name === name;
}

function unknowns(keys: readonly string[]): Props {
  return Object.fromEntries(keys.map((key) => [key, unknown]));
}

function pick(props: Props, keys: readonly string[]): Props {
  return Object.fromEntries(keys.flatMap((key) => (props[key] === undefined ? [] : [[key, props[key]]])));
}

/** Inputs as they came (secrets stay wrapped) and computed values, with those that are always secret wrapped. */
function outputsOf(kind: Kind, inputs: Props, computed: Props): Props {
  const given = Object.fromEntries(Object.entries(inputs).filter(([, value]) => value !== null));
  const outputs: Record<string, Props[string]> = { ...kind.defaults, ...given, ...computed };
  delete outputs.__defaults;
  for (const key of kind.secretOutputs ?? [])
    if (outputs[key] !== undefined && outputs[key] !== null) outputs[key] = secret(outputs[key]);
  return outputs;
}

/** What was recorded, with the values that were found different; recorded secrets stay wrapped. */
function merge(recorded: Props, found: Props): Props {
  const changed = Object.entries(found).filter(
    ([key, value]) =>
      JSON.stringify(value) !== JSON.stringify(revealProps({ key: recorded[key] ?? null }).key),
  );
  return { ...recorded, ...Object.fromEntries(changed) };
}

function checkResponse(
  inputs: Props,
  refusals: readonly { property: string; reason: string }[],
): rpc.CheckResponse {
  const response = new rpc.CheckResponse();
  response.setInputs(toStruct(inputs));
  for (const { property, reason } of refusals) {
    const refusal = new rpc.CheckFailure();
    refusal.setProperty(property);
    refusal.setReason(reason);
    response.addFailures(refusal);
  }
  return response;
}

const changeKinds = {
  add: [rpc.PropertyDiff.Kind.ADD, rpc.PropertyDiff.Kind.ADD_REPLACE],
  delete: [rpc.PropertyDiff.Kind.DELETE, rpc.PropertyDiff.Kind.DELETE_REPLACE],
  update: [rpc.PropertyDiff.Kind.UPDATE, rpc.PropertyDiff.Kind.UPDATE_REPLACE],
} as const;

function diffResponse(changes: readonly Change[], deleteBeforeReplace: boolean): rpc.DiffResponse {
  const response = new rpc.DiffResponse();
  const { DIFF_NONE, DIFF_SOME } = rpc.DiffResponse.DiffChanges;
  response.setChanges(changes.length === 0 ? DIFF_NONE : DIFF_SOME);
  response.setHasdetaileddiff(true);
  for (const { path, kind, replace } of changes) {
    const top = path.split(/[.[]/)[0] ?? path;
    const detail = new rpc.PropertyDiff();
    detail.setKind(changeKinds[kind][replace ? 1 : 0]);
    detail.setInputdiff(true);
    response.getDetaileddiffMap().set(path, detail);
    if (!response.getDiffsList().includes(top)) response.addDiffs(top);
    if (replace && !response.getReplacesList().includes(top)) response.addReplaces(top);
  }
  response.setDeletebeforereplace(deleteBeforeReplace && response.getReplacesList().length > 0);
  return response;
}
