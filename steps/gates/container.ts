import { commandLine, type Link } from "../../ssh/index.js";
import type { ContainerState } from "../../topology/quorum/health.js";
import { httpGet } from "./exchange.js";

/** Docker's socket on every server. */
export const dockerSocket = "/var/run/docker.sock";

/** Log lines of a failing service that its gate shows. */
const logLines = 15;

interface Inspected {
  readonly State: { readonly Status: string; readonly ExitCode: number; readonly Running: boolean };
  readonly RestartCount: number;
  readonly Config: { readonly Labels: Readonly<Record<string, string>> | null };
}

/**
 * State of a container by Docker's API: asked several times a second, a client program each time would cost more than
 * what it watches.
 * @throws Error when Docker does not answer.
 */
export async function containerState(link: Link, name: string): Promise<ContainerState> {
  const { status, body } = await httpGet(
    await link.connectUnix(dockerSocket),
    "docker",
    `/containers/${encodeURIComponent(name)}/json`,
  );
  if (status === 404) return { status: "absent", restarts: 0 };
  if (status !== 200) throw new Error(`Docker answered ${status}: ${body.trim()}`);
  return describeInspected(JSON.parse(body) as Inspected);
}

/** The part of Docker's answer that gates look at. */
export function describeInspected({ State, RestartCount, Config }: Inspected): ContainerState {
  const spec = Config.Labels?.["consortium.spec"];
  return {
    status: State.Status,
    restarts: RestartCount,
    ...(State.Running ? {} : { exitCode: State.ExitCode }),
    ...(spec === undefined ? {} : { spec }),
  };
}

/** The last lines a container wrote, or why they cannot be had. */
export async function lastLogLines(link: Link, name: string): Promise<string> {
  const command = commandLine(["docker", "logs", "--tail", String(logLines), name]);
  const { stdout, stderr } = await link.exec(`${command} 2>&1`, { timeoutSeconds: 20 });
  return `${stdout}${stderr}`.trimEnd();
}
