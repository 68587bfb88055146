import { execFileSync } from "node:child_process";
import type { EngineSide, Failed } from "../rpc/harness.js";
import type { Props } from "../rpc/values.js";
import type { Case, Seen } from "./case.js";

/** What a resource was made from and what the plugin told of it. */
interface Recorded {
  readonly id: string;
  readonly inputs: Props;
  readonly outputs: Props;
}

/** Lives a case through: check, create, plan again, refresh, the changes, the meddling; the resource is deleted at the end. */
export async function observe(engine: EngineSide, one: Case): Promise<Seen> {
  const { type, changes = {}, meddling = {} } = one;
  const { inputs, failures } = await engine.check(type, one.inputs);
  if (failures.length > 0) return { check: `refused: ${failures.length}` };
  let made: Recorded;
  try {
    made = { inputs, ...(await engine.create(type, inputs)) };
  } catch (error) {
    const { init } = error as Failed;
    if (init) await engine.remove(type, init.id, inputs, init.properties);
    return { check: "good", create: init ? "made, and not well" : "failed" };
  }
  try {
    const seen: Record<string, string> = { check: "good", create: "good" };
    seen.again = await plan(engine, type, made, one.inputs);
    const fresh = await read(engine, type, made);
    seen.refreshed = fresh ? await plan(engine, type, fresh, one.inputs) : "gone";
    for (const [name, change] of Object.entries(changes))
      seen[name] = await plan(engine, type, fresh ?? made, { ...one.inputs, ...change });
    for (const [name, command] of Object.entries(meddling)) {
      execFileSync("sh", ["-c", command], { stdio: "ignore" });
      const found = await read(engine, type, made);
      seen[name] = found ? await plan(engine, type, found, one.inputs) : "gone";
    }
    return seen;
  } finally {
    await engine.remove(type, made.id, made.inputs, made.outputs);
  }
}

async function plan(
  engine: EngineSide,
  type: string,
  { id, inputs, outputs }: Recorded,
  wanted: Props,
): Promise<string> {
  const news = await engine.check(type, withoutNulls(wanted), inputs);
  if (news.failures.length > 0) return `refused: ${news.failures.length}`;
  const { changes, replaces } = await engine.diff(type, inputs, news.inputs, outputs, id);
  const listed = (keys: readonly string[]) =>
    [...new Set(keys.map((key) => key.split(/[.[]/)[0]))].sort().join(", ");
  if (replaces.length > 0) return `replace ${listed(replaces)}`;
  return changes.length > 0 ? `update ${listed(changes)}` : "same";
}

async function read(
  engine: EngineSide,
  type: string,
  { id, inputs, outputs }: Recorded,
): Promise<Recorded | undefined> {
  const found = await engine.read(type, id, inputs, outputs);
  return found && { id, ...found };
}

function withoutNulls(inputs: Props): Props {
  return Object.fromEntries(Object.entries(inputs).filter(([, value]) => value !== null));
}
