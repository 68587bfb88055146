import rpc from "@pulumi/pulumi/proto/provider_pb.js";
import emptyMessage from "google-protobuf/google/protobuf/empty_pb.js";
import { checkInputs, decodeConfig, isComplete } from "./check.js";
import { diffInputs } from "./diff.js";
import { connectEngineLog, type EngineLog } from "./engine-log.js";
import { initFailure, RpcFailure } from "./failures.js";
import { Fields } from "./fields.js";
import { InitError, type Kind, type Operation, type ProviderInstance, type ProviderPackage } from "./kind.js";
import { clear, keepsItsName, merge, outputsOf, pick, unknowns } from "./outputs.js";
import { checkResponse, diffResponse } from "./responses.js";
import { fromStruct, toStruct } from "./struct.js";
import { mask, type Props, revealProps, secretTexts } from "./values.js";

/** What a request about one resource says of it. */
interface About {
  getUrn(): string;
  getType(): string;
}

/** One provider instance: turns the engine's requests into work of its kinds. */
export class Session {
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

  close(): void {
    this.cancel();
    this.#detach();
    this.#instance.close?.();
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
    const { replacesConfig: replaces = () => false, effective = (config) => config } = this.#instance;
    const olds = effective(decodeConfig(fromStruct(request.getOldInputs() ?? request.getOlds())));
    const news = effective(decodeConfig(fromStruct(request.getNews())));
    return diffResponse(diffInputs(olds, news, { replaces, ignored: ["version"] }), false);
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

function typeOf(request: About): string {
  return request.getType() || (request.getUrn().split("::")[2]?.split("$").at(-1) ?? "");
}
