import { processorOf } from "../../../config/processor.js";
import type { Rule } from "../../rules/rule.js";
import { madeServices, placedSidesOf } from "../sides.js";
import { pathOf, type WefeStack } from "./subject.js";

/** Some optional parts are made for x86_64 only. */
export const partArchitecture: Rule<WefeStack> = {
  id: "wefe-part-architecture",
  severity: "error",
  holds: "optional parts flsql and visualfl stand on x86_64 servers",
  source: "WeFe's manuals of federated SQL and visual learning",
  check(stack, at) {
    return placedSidesOf(stack).flatMap((side) => {
      const server = stack.servers[side.server];
      if (server === undefined) return [];
      const { arch } = processorOf(server.arch);
      const parts = new Set(
        madeServices(side)
          .filter(({ architectures }) => !architectures.includes(arch))
          .map(({ part }) => part),
      );
      return [...parts].map((part) =>
        at([...pathOf(side), "optional"], {
          message: `${part} is made for x86_64 only`,
          found: `${side.server} is ${server.arch}`,
          allowed: "a server with amd64",
          remedy: `take ${part} out, or put the member on an x86_64 server`,
        }),
      );
    });
  },
};

/** Which images run depends on the processor's level, and a wrong one ends with "illegal instruction". */
export const armLevel: Rule<WefeStack> = {
  id: "wefe-arm-level",
  severity: "error",
  holds: "of an ARM server with a side of WeFe it is said whether it is v8.2 or older",
  source: "WeFe deployment manual, 7.9 and 7.10: MongoDB 5 and ClickHouse 22.8 need ARMv8.2-A",
  check(stack, at) {
    const names = new Set(placedSidesOf(stack).map(({ server }) => server));
    return [...names]
      .filter((name) => stack.servers[name]?.arch === "arm64")
      .map((name) =>
        at(["servers", name, "arch"], {
          message: "which images of MongoDB and ClickHouse run depends on the processor's level",
          found: "arm64",
          allowed: "arm64-v8.2 or arm64-v8.0",
          remedy:
            "write arm64-v8.2 where `grep -wo -m1 asimddp /proc/cpuinfo` prints something on it, else arm64-v8.0",
        }),
      );
  },
};
