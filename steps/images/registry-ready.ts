import { setTimeout as sleep } from "node:timers/promises";
import { commandLine, type Link } from "../../hosts/ssh/index.js";
import type { Step } from "../step.js";
import { withRegistry } from "./connect.js";
import type { RegistryClient } from "./registry-client.js";
import type { RegistryReadySpec, RegistrySecrets } from "./specs.js";

/** Waits until the stack's registry answers over TLS with our authority's certificate and accepts the login. */
export const registryReady: Step<RegistryReadySpec, RegistrySecrets> = {
  run: (spec, secrets) =>
    withRegistry(spec.registry, secrets, (client, link) => awaitRegistry(client, link, spec)),
};

const pauseMs = 300;

/** @throws Error with what was seen last and the container's last log lines. */
export async function awaitRegistry(
  client: Pick<RegistryClient, "check">,
  link: Pick<Link, "exec">,
  { registry, container, deadlineSeconds }: Omit<RegistryReadySpec, "step">,
): Promise<{ ready: true }> {
  const deadline = Date.now() + deadlineSeconds * 1000;
  for (;;) {
    try {
      await client.check();
      return { ready: true };
    } catch (error) {
      const seen = error instanceof Error ? error.message : String(error);
      if (Date.now() + pauseMs > deadline)
        throw new Error(
          `server ${registry.server.name}: the registry is not ready after ${deadlineSeconds} s. Seen last: ${seen}\n` +
            (await lastWords(link, container)),
        );
    }
    await sleep(pauseMs);
  }
}

async function lastWords(link: Pick<Link, "exec">, container: string): Promise<string> {
  const state = await link.exec(
    commandLine([
      "docker",
      "inspect",
      "--format",
      "{{.State.Status}}, exit code {{.State.ExitCode}}",
      container,
    ]),
    { timeoutSeconds: 20 },
  );
  if (state.code !== 0) return `Container ${container}: ${state.stderr.trim()}`;
  const logs = await link.exec(commandLine(["docker", "logs", "--tail", "8", container]), {
    timeoutSeconds: 20,
  });
  const lines = (logs.stdout + logs.stderr).trim().split("\n").slice(-8).join("\n  ");
  return `Container ${container} is ${state.stdout.trim()}. Its last log lines:\n  ${lines}`;
}
