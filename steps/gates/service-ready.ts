import type { OwnData, ServiceReadySpec, StepServer } from "../specs.js";
import type { Step } from "../step.js";
import { rootShell } from "./kept.js";
import { Links } from "./links.js";
import { stampScript } from "./own-data.js";
import { outputOf } from "./stamp.js";
import { untilServing } from "./until-serving.js";

/** Waits until a service serves; on failure shows what is missing and its last log lines. See {@link ServiceReadySpec}. */
export const serviceReady: Step<ServiceReadySpec> = {
  run: (spec) =>
    Links.during(async (links) => {
      await untilServing({ ...spec, yet: "is not ready" }, links);
      if (spec.data) await stamp(spec.server, spec.data, links);
      return { name: spec.name, state: "up" };
    }),
};

async function stamp(server: StepServer, data: OwnData, links: Links): Promise<void> {
  const link = await links.to(server);
  const result = await link.exec(rootShell(server.ssh), { stdin: stampScript(data) });
  outputOf(server.name, "stamping the data volumes", result);
}
