import { isObject, type Props, type Value } from "../rpc/values.js";
import { decimalCpus, goDuration, nanoseconds } from "./units.js";

/**
 * A container's recorded inputs in the form in which the official plugin reads them back from Docker
 * (terraform-provider-docker v4.5.0, resourceDockerContainerRead).
 */
export function containerAsRead(recorded: Props): Props {
  const { cpus, capabilities, healthcheck, memory, memorySwap } = recorded;
  return {
    ...recorded,
    ...(cpus === undefined ? {} : { cpus: decimalCpus(Math.round(Number(cpus) * 1e9)) }),
    ...(isObject(capabilities) ? { capabilities: withFullNames(capabilities) } : {}),
    ...(isObject(healthcheck) ? { healthcheck: withGoDurations(healthcheck) } : {}),
    // Docker gives as much swap again where none is named.
    ...(memory !== undefined && memorySwap === undefined ? { memorySwap: 2 * Number(memory) } : {}),
  };
}

function withFullNames(capabilities: Props): Props {
  const full = (name: Value) => (/^(ALL$|CAP_)/.test(String(name)) ? name : `CAP_${name}`);
  return mapped(capabilities, (names) => (Array.isArray(names) ? names.map(full) : names));
}

const durations = ["interval", "timeout", "startPeriod", "startInterval"];

function withGoDurations(healthcheck: Props): Props {
  return mapped(healthcheck, (value, key) =>
    durations.includes(key) && typeof value === "string" ? goDuration(nanoseconds(value)) : value,
  );
}

function mapped(props: Props, change: (value: Value, key: string) => Value): Props {
  return Object.fromEntries(Object.entries(props).map(([key, value]) => [key, change(value, key)]));
}
