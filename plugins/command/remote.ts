import type { Link } from "../../hosts/ssh/link.js";
import type { SshPool } from "../../hosts/ssh/pool.js";
import { describeTarget } from "../../hosts/ssh/target.js";
import { Fields } from "../rpc/fields.js";
import type { Kind } from "../rpc/kind.js";
import { checkConnection, linkOf } from "./connection.js";
import { commandKind, type Ended, type Run } from "./run.js";

/** command.remote.Command over the shared SSH connections. */
export function remoteKind(pool: SshPool): Kind {
  return {
    required: ["connection"],
    optional: [
      "addPreviousOutputInEnv",
      "create",
      "delete",
      "environment",
      "logging",
      "stdin",
      "triggers",
      "update",
    ],
    check: (inputs) => checkConnection(inputs.object("connection")),
    ...commandKind((run) => runRemotely(pool, run)),
  };
}

async function runRemotely(pool: SshPool, run: Run): Promise<Ended> {
  const connection = run.inputs.object("connection") ?? new Fields({});
  const link = linkOf(pool, connection);
  const environment = run.inputs.textMap("environment") ?? {};
  await checkEnvironment(link, server(connection), environment);
  const stdin = run.inputs.text("stdin");
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  const { code } = await link.exec(run.command, {
    env: { ...run.previous, ...environment },
    signal: run.operation.signal,
    onStdout: (chunk) => {
      stdout.push(chunk);
      run.onStdout(chunk.toString());
    },
    onStderr: (chunk) => {
      stderr.push(chunk);
      run.onStderr(chunk.toString());
    },
    ...(stdin === undefined ? {} : { stdin }),
  });
  const ended = { code, stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString() };
  if (code !== 0) ended.stderr = `${ended.stderr.trimEnd()}\n(on ${server(connection)})`;
  return ended;
}

/** sshd drops variables that its AcceptEnv does not name without a word; the official provider fails on them, so do we. */
async function checkEnvironment(
  link: Link,
  at: string,
  environment: Readonly<Record<string, string>>,
): Promise<void> {
  const names = Object.keys(environment);
  if (names.length === 0) return;
  const probe = names.map((name) => `[ "\${${name}+x}" ] || echo ${name}`).join("; ");
  const { stdout } = await link.exec(probe, { env: environment });
  const missing = stdout.split("\n").filter((line) => line !== "");
  if (missing.length > 0)
    throw new Error(
      `${at}: the server does not accept the environment variables ${missing.join(", ")}. ` +
        `Name them in AcceptEnv of its sshd_config, or pass the values on standard input`,
    );
}

function server(connection: Fields): string {
  return describeTarget({
    host: connection.text("host") ?? "",
    port: connection.number("port") ?? 22,
    user: connection.text("user") ?? "root",
    hostKey: "",
  });
}
