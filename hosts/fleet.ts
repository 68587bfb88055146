import { dial, type ExecResult, type SshTarget } from "./ssh/index.js";

/** A server to be asked. */
export interface FleetServer {
  readonly name: string;
  readonly ssh: SshTarget;
}

/** What came of a command on one server. */
export type FleetAnswer =
  | { readonly server: string; readonly stdout: string }
  | { readonly server: string; readonly error: string };

/** Seconds that one command may take on a server. */
const commandSeconds = 120;

/** Runs a command on all servers side by side; a server that fails does not stop the others. */
export function onEveryServer(
  servers: readonly FleetServer[],
  commandFor: (server: FleetServer) => string,
): Promise<FleetAnswer[]> {
  return Promise.all(
    servers.map(async (server) => {
      try {
        const { code, stdout, stderr } = await onServer(server, commandFor(server));
        if (code === 0) return { server: server.name, stdout };
        return { server: server.name, error: `exit status ${code}: ${stderr.trim() || stdout.trim()}` };
      } catch (error) {
        return { server: server.name, error: error instanceof Error ? error.message : String(error) };
      }
    }),
  );
}

async function onServer({ ssh }: FleetServer, command: string): Promise<ExecResult> {
  const link = await dial(ssh);
  try {
    return await link.exec(command, { timeoutSeconds: commandSeconds });
  } finally {
    await link.close();
  }
}

/** The servers that could not be asked or refused, one line each. */
export function fleetErrors(answers: readonly FleetAnswer[]): string[] {
  return answers.flatMap((answer) => ("error" in answer ? [`${answer.server}: ${answer.error}`] : []));
}

/** The lines that each server printed. */
export function fleetLines(
  answers: readonly FleetAnswer[],
): { readonly server: string; readonly line: string }[] {
  return answers.flatMap((answer) =>
    "error" in answer
      ? []
      : answer.stdout
          .split("\n")
          .filter((line) => line !== "")
          .map((line) => ({ server: answer.server, line })),
  );
}
