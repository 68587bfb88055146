import type { Host } from "../../hosts/host.js";
import { Links } from "../../hosts/links.js";
import { outputOf, rootShell } from "../../hosts/shell.js";
import type { OwnData, ServiceReadySpec } from "../specs.js";
import type { Step } from "../step.js";
import { stampScript } from "./own-data.js";
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

async function stamp(server: Host, data: OwnData, links: Links): Promise<void> {
  const link = await links.to(server);
  const result = await link.exec(rootShell(server.ssh.user), { stdin: stampScript(data) });
  outputOf(server.name, "stamping the data volumes", result);
}
