import { setTimeout as sleep } from "node:timers/promises";
import type { Fields } from "../rpc/fields.js";
import { Fields as FieldsOf } from "../rpc/fields.js";
import {
  type Created,
  InitError,
  type Kind,
  type Operation,
  type Recorded,
  type Refusal,
} from "../rpc/kind.js";
import type { Props } from "../rpc/values.js";
import { createNamed, fill } from "./container-create.js";
import { changedInputs } from "./container-drift.js";
import { containerFields } from "./container-fields.js";
import { changeable, healthcheck } from "./container-spec.js";
import { type Engine, query } from "./engine.js";
import { type Inspected, inspect, lastLines, logs, waitHealthy } from "./health.js";
import type { RegistryLogins } from "./registry.js";
import { checkUploads } from "./uploads.js";

/** Seconds a health wait lasts when `waitTimeout` is not given (the provider's default). */
const defaultWaitSeconds = 60;

/** docker.Container of one daemon. */
export function containerKind(engine: () => Engine, registry: () => RegistryLogins): Kind {
  return {
    ...containerFields,
    check,
    create: (operation, inputs) => create(engine(), registry(), operation, inputs),
    read: (operation, recorded) => read(engine(), operation, recorded),
    update: (operation, recorded, news) => update(engine(), operation, recorded, news),
    delete: (operation, recorded) => remove(engine(), operation, recorded),
  };
}

function check(inputs: Fields): Refusal[] {
  const refusals = checkUploads(inputs.objects("uploads"));
  const name = inputs.text("name");
  if (name !== undefined && !/^\/?[a-zA-Z0-9][a-zA-Z0-9_.-]+$/.test(name))
    refusals.push({
      property: "name",
      reason: `"${name}" is no container name: two or more of A-Z a-z 0-9 _ . -`,
    });
  healthcheck(inputs.object("healthcheck"));
  return refusals;
}

async function create(
  engine: Engine,
  registry: RegistryLogins,
  operation: Operation,
  inputs: Fields,
): Promise<Created> {
  const name = inputs.need("name");
  const id = await createNamed(engine, registry, operation, inputs, name);
  try {
    await fill(engine, operation, inputs, id, name);
    if (inputs.flag("start") !== false) await start(engine, operation, inputs, id, name);
  } catch (error) {
    // Nothing of ours stays behind that the engine does not know.
    await engine
      .json({
        what: `remove container ${name}`,
        method: "DELETE",
        path: `/containers/${id}?force=1&v=1`,
        allowed: [404],
      })
      .catch(() => {});
    throw error;
  }
  if (inputs.flag("wait") === true && inputs.flag("start") !== false)
    await healthy(engine, operation, inputs, id);
  const created = { id, outputs: outputsOf(await inspect(engine, id)) };
  if (inputs.flag("attach") !== true) return created;
  return { id, outputs: { ...created.outputs, ...(await attached(engine, operation, inputs, id)) } };
}

async function start(
  engine: Engine,
  operation: Operation,
  inputs: Fields,
  id: string,
  name: string,
): Promise<void> {
  await engine.json({
    what: `start container ${name}`,
    method: "POST",
    path: `/containers/${id}/start`,
    signal: operation.signal,
    allowed: [304],
  });
  if (inputs.flag("mustRun") === false || inputs.flag("attach") === true) return;
  const seen = await inspect(engine, id);
  if (seen === undefined || seen.State.Running || seen.State.Status === "restarting") return;
  throw new Error(
    `${engine.server}: container ${name} exited at once with status ${seen.State.ExitCode}${seen.State.Error === "" ? "" : ` (${seen.State.Error})`} and was removed.` +
      (await lastLines(engine, id)),
  );
}

async function healthy(engine: Engine, operation: Operation, inputs: Fields, id: string): Promise<void> {
  try {
    await waitHealthy(engine, id, operation, inputs.number("waitTimeout") ?? defaultWaitSeconds);
  } catch (error) {
    const seen = await inspect(engine, id).catch(() => undefined);
    throw new InitError(
      { id, outputs: outputsOf(seen) },
      error instanceof Error ? error.message : String(error),
    );
  }
}

async function attached(engine: Engine, operation: Operation, inputs: Fields, id: string): Promise<Props> {
  const { body } = await engine.json<{ StatusCode: number }>({
    what: `wait for container ${id}`,
    method: "POST",
    path: `/containers/${id}/wait`,
    signal: operation.signal,
  });
  return {
    exitCode: body.StatusCode,
    ...(inputs.flag("logs") === true ? { containerLogs: await logs(engine, id) } : {}),
  };
}

async function read(engine: Engine, operation: Operation, { id, inputs }: Recorded) {
  const seen = await inspect(engine, id, operation.signal);
  if (seen === undefined) return undefined;
  const found = changedInputs(new FieldsOf(inputs), seen);
  return { inputs: found, outputs: { ...outputsOf(seen), ...found } };
}

/** Docker changes limits and the restart policy in place; a stopped container that must run is started again. */
async function update(
  engine: Engine,
  operation: Operation,
  { id, inputs }: Recorded,
  news: Fields,
): Promise<Props> {
  const name = news.need("name");
  const { signal } = operation;
  const before = new FieldsOf(inputs);
  if (JSON.stringify(changeable(before)) !== JSON.stringify(changeable(news)))
    await engine.json({
      what: `update container ${name}`,
      method: "POST",
      path: `/containers/${id}/update`,
      body: changeable(news),
      signal,
    });
  const seen = await inspect(engine, id, signal);
  if (seen === undefined)
    throw new Error(
      `${engine.server}: container ${name} is gone. Run pulumi up --refresh: it is then made again`,
    );
  const started = news.flag("mustRun") !== false && news.flag("start") !== false;
  if (started && !seen.State.Running)
    await engine.json({
      what: `start container ${name}`,
      method: "POST",
      path: `/containers/${id}/start`,
      signal,
      allowed: [304],
    });
  if (started && news.flag("wait") === true) await healthy(engine, operation, news, id);
  return outputsOf(await inspect(engine, id));
}

async function remove(engine: Engine, operation: Operation, { id, inputs }: Recorded): Promise<void> {
  const wanted = new FieldsOf(inputs);
  const name = wanted.text("name") ?? id;
  const grace = wanted.number("destroyGraceSeconds") ?? 0;
  if (grace > 0)
    await engine.json({
      what: `stop container ${name}`,
      method: "POST",
      path: `/containers/${id}/stop?t=${grace}`,
      allowed: [304, 404],
      signal: operation.signal,
    });
  await engine.json({
    what: `remove container ${name}`,
    method: "DELETE",
    path: `/containers/${id}${query({ v: wanted.flag("removeVolumes") !== false, force: true })}`,
    allowed: [404, 409],
    signal: operation.signal,
  });
  // Another removal may be under way (409): what counts is that it is gone.
  for (let waited = 0; (await inspect(engine, id, operation.signal)) !== undefined; waited += 250) {
    if (waited > 30_000)
      throw new Error(`${engine.server}: container ${name} is still there 30 s after its removal`);
    await sleep(250);
  }
}

function outputsOf(seen: Inspected | undefined): Props {
  if (seen === undefined) return {};
  return {
    bridge: "",
    exitCode: seen.State.Running ? 0 : seen.State.ExitCode,
    networkDatas: Object.entries(seen.NetworkSettings.Networks ?? {}).map(([networkName, at]) => ({
      networkName,
      gateway: at.Gateway,
      ipAddress: at.IPAddress,
      ipPrefixLength: at.IPPrefixLen,
      ipv6Gateway: at.IPv6Gateway,
      globalIpv6Address: at.GlobalIPv6Address,
      globalIpv6PrefixLength: at.GlobalIPv6PrefixLen,
      macAddress: at.MacAddress,
    })),
  };
}
