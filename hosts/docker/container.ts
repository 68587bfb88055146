import { httpGet, httpPost } from "../exchange.js";
import { commandLine, type Link } from "../ssh/index.js";
import type { ContainerState } from "./container-state.js";

/** Docker's socket on every server. */
export const dockerSocket = "/var/run/docker.sock";

/** Log lines of a failing service that its gate shows. */
const logLines = 15;

/** Lines of a failed health check that its gate shows; a program that is called wrongly prints its whole help. */
const healthLines = 3;

interface Inspected {
  readonly State: {
    readonly Status: string;
    readonly ExitCode: number;
    readonly Running: boolean;
    readonly Health?: {
      readonly Status: string;
      readonly Log?: readonly { readonly ExitCode: number; readonly Output: string }[] | null;
    } | null;
  };
  readonly RestartCount: number;
  readonly Config: {
    readonly Labels: Readonly<Record<string, string>> | null;
    readonly Healthcheck?: { readonly Test?: readonly string[] | null } | null;
    readonly Shell?: readonly string[] | null;
  };
}

/**
 * State of a container by Docker's API: asked several times a second, a client program each time would cost more than
 * what it watches.
 * @throws Error when Docker does not answer.
 */
export async function containerState(link: Link, name: string): Promise<ContainerState> {
  const inspected = await inspect(link, name);
  return inspected ? describeInspected(inspected) : { status: "absent", restarts: 0 };
}

async function inspect(link: Link, name: string): Promise<Inspected | undefined> {
  const { status, body } = await httpGet(
    await link.connectUnix(dockerSocket),
    "docker",
    `/containers/${encodeURIComponent(name)}/json`,
  );
  if (status === 404) return undefined;
  if (status !== 200) throw new Error(`Docker answered ${status}: ${body.trim()}`);
  return JSON.parse(body) as Inspected;
}

/** The part of Docker's answer that gates look at. */
export function describeInspected({ State, RestartCount, Config }: Inspected): ContainerState {
  const spec = Config.Labels?.["consortium.spec"];
  return {
    status: State.Status,
    restarts: RestartCount,
    ...(State.Running ? {} : { exitCode: State.ExitCode }),
    ...(State.Health ? { health: State.Health.Status } : {}),
    ...(spec === undefined ? {} : { spec }),
  };
}

/** What a container's own health check printed when it last failed; nothing when it holds, or there is none. */
export async function failedHealthCheck(link: Link, name: string): Promise<string | undefined> {
  return lastFailure((await inspect(link, name))?.State.Health?.Log ?? []);
}

/**
 * Runs a container's own health check now. Docker runs it for the first time when its interval is over, often 15 s or
 * more after the program serves. By Docker's API, as Docker itself does: a command may hold a password, and one on the
 * server's command line is for everybody there to read.
 * @returns whether it passed within the time that a gate gives an answer; also false where there is none
 */
export async function ownCheckPasses(link: Link, name: string): Promise<boolean> {
  const command = checkCommand((await inspect(link, name))?.Config);
  if (command === undefined) return false;
  const post = async (path: string, body: object) =>
    httpPost(await link.connectUnix(dockerSocket), "docker", path, JSON.stringify(body));
  const made = await post(`/containers/${encodeURIComponent(name)}/exec`, {
    Cmd: command,
    AttachStdout: true,
  });
  if (made.status !== 201) return false;
  const { Id } = JSON.parse(made.body) as { readonly Id: string };
  // The answer ends with the command.
  await post(`/exec/${Id}/start`, { Detach: false });
  const { body } = await httpGet(await link.connectUnix(dockerSocket), "docker", `/exec/${Id}/json`);
  const { Running, ExitCode } = JSON.parse(body) as { readonly Running: boolean; readonly ExitCode: number };
  return !Running && ExitCode === 0;
}

/** A health check as the command that Docker runs for it. */
export function checkCommand(config: Inspected["Config"] | undefined): readonly string[] | undefined {
  const [kind, ...words] = config?.Healthcheck?.Test ?? [];
  if (kind === "CMD") return words;
  if (kind === "CMD-SHELL") return [...(config?.Shell ?? ["/bin/sh", "-c"]), ...words];
  return undefined;
}

/** The first lines of the last check, when it failed. */
export function lastFailure(
  checks: readonly { readonly ExitCode: number; readonly Output: string }[],
): string | undefined {
  const last = checks.at(-1);
  if (last === undefined || last.ExitCode === 0) return undefined;
  const lines = last.Output.trim().split("\n").slice(0, healthLines).join("\n");
  return lines === "" ? `exit status ${last.ExitCode}` : lines;
}

/** The last lines a container wrote, or why they cannot be had. */
export async function lastLogLines(link: Link, name: string): Promise<string> {
  const command = commandLine(["docker", "logs", "--tail", String(logLines), name]);
  const { stdout, stderr } = await link.exec(`${command} 2>&1`, { timeoutSeconds: 20 });
  return `${stdout}${stderr}`.trimEnd();
}
