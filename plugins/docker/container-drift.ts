import type { Fields } from "../rpc/fields.js";
import type { Props } from "../rpc/values.js";
import type { Inspected } from "./health.js";
import { decimalCpus, mebibytes } from "./units.js";

/**
 * Inputs whose value on the living container is another than the one it was made from, with that value: a refresh shows
 * them, and the next update puts them back. What was not given is not compared, nor what an image brings besides.
 */
export function changedInputs(wanted: Fields, seen: Inspected): Props {
  return {
    ...stopped(wanted, seen),
    ...image(wanted, seen),
    ...restart(wanted, seen),
    ...memory(wanted, seen),
    ...cpus(wanted, seen),
    ...environment(wanted, seen),
    ...labels(wanted, seen),
  };
}

function stopped(wanted: Fields, { State }: Inspected): Props {
  const down = !State.Running && State.Status !== "restarting";
  return down && wanted.flag("mustRun") !== false && wanted.flag("start") !== false ? { mustRun: false } : {};
}

/** Only an id can be compared: what a tag means may have changed since. */
function image(wanted: Fields, { Image }: Inspected): Props {
  const given = wanted.text("image");
  return given?.startsWith("sha256:") && Image !== given ? { image: Image } : {};
}

function restart(wanted: Fields, { HostConfig }: Inspected): Props {
  const found = HostConfig.RestartPolicy?.Name;
  if (found === undefined) return {};
  // Docker says an empty word for "no".
  const name = found === "" ? "no" : found;
  return name === (wanted.text("restart") ?? "no") ? {} : { restart: name };
}

function memory(wanted: Fields, { HostConfig }: Inspected): Props {
  const compared = [
    ["memory", HostConfig.Memory],
    ["memorySwap", HostConfig.MemorySwap],
    ["memoryReservation", HostConfig.MemoryReservation],
  ] as const;
  return Object.fromEntries(
    compared.flatMap(([key, found]) => {
      const given = wanted.number(key);
      // A kernel that does not count swap makes Docker drop its limit, and say so when the container is made.
      if (given === undefined || found === undefined || found <= 0) return [];
      const bytes = given > 0 ? mebibytes(given) : given;
      return found === bytes ? [] : [[key, found / mebibytes(1)]];
    }),
  );
}

function cpus(wanted: Fields, { HostConfig }: Inspected): Props {
  const given = wanted.text("cpus");
  const found = HostConfig.NanoCpus;
  if (given === undefined || found === undefined || Math.round(Number(given) * 1e9) === found) return {};
  return { cpus: decimalCpus(found) };
}

/** In the order in which they were given, so that nothing else shows as a change. */
function environment(wanted: Fields, { Config }: Inspected): Props {
  const given = wanted.texts("envs") ?? [];
  const found = new Map((Config.Env ?? []).map((pair) => [nameOf(pair), pair]));
  if (Config.Env === undefined || given.every((pair) => found.get(nameOf(pair)) === pair)) return {};
  return { envs: given.flatMap((pair) => found.get(nameOf(pair)) ?? []) };
}

function nameOf(pair: string): string {
  return pair.split("=")[0] ?? pair;
}

function labels(wanted: Fields, { Config }: Inspected): Props {
  const given = wanted.objects("labels");
  const found = Config.Labels;
  if (found === undefined) return {};
  const value = (label: Fields) => found?.[label.need("label")];
  if (given.every((label) => value(label) === (label.text("value") ?? ""))) return {};
  return {
    labels: given.flatMap((label) => {
      const now = value(label);
      return now === undefined ? [] : [{ label: label.need("label"), value: now }];
    }),
  };
}
