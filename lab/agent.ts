import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { z } from "zod";
import { attempt, run } from "../hosts/process.js";
import { ensureIdentity } from "./identity.js";
import { identityFile, labFolder } from "./lab.js";

const record = z.strictObject({ socket: z.string(), pid: z.int().positive() });
/** An ssh-agent of ours: where it listens and its process. */
export type Agent = z.infer<typeof record>;

const recordFile = join(labFolder, "agent.json");

/** An agent that holds the lab key: the one that runs, else a new one in a private temporary folder. */
export async function ensureAgent(): Promise<Agent> {
  const publicKey = await ensureIdentity();
  const known = await readRecord();
  if (known) {
    const listing = await attempt(["ssh-add", "-L"], { env: { SSH_AUTH_SOCK: known.socket } });
    if (listing.stdout.includes(publicKey.split(" ")[1] ?? publicKey)) return known;
    await stopAgent();
  }
  const folder = await mkdtemp(join(tmpdir(), "consortium-agent-"));
  const socket = join(folder, "agent.sock");
  const answer = await run(["ssh-agent", "-s", "-a", socket]);
  const pid = Number(/SSH_AGENT_PID=(\d+)/.exec(answer)?.[1]);
  const agent = record.parse({ socket, pid });
  await writeFile(recordFile, JSON.stringify(agent), { mode: 0o600 });
  await run(["ssh-add", "-q", identityFile], { env: { SSH_AUTH_SOCK: socket } });
  return agent;
}

/** Stops the agent that {@link ensureAgent} started, and only that one. Returns whether there was one. */
export async function stopAgent(): Promise<boolean> {
  const known = await readRecord();
  if (!known) return false;
  // A process id may belong to someone else by now: its command line names our socket, or it is left alone.
  const command = await readFile(`/proc/${known.pid}/cmdline`, "utf8").catch(() => "");
  if (command.includes(known.socket)) process.kill(known.pid);
  await rm(dirname(known.socket), { recursive: true, force: true });
  await rm(recordFile, { force: true });
  return true;
}

async function readRecord(): Promise<Agent | undefined> {
  const text = await readFile(recordFile, "utf8").catch(() => undefined);
  if (text === undefined) return undefined;
  const parsed = record.safeParse(JSON.parse(text));
  return parsed.success ? parsed.data : undefined;
}
