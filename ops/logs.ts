import { type Command, InvalidArgumentError } from "commander";
import { dockerLogs, type LogLine, type LogRange } from "../hosts/docker/logs.js";
import { Links } from "../hosts/links.js";
import { impatient } from "../hosts/reach.js";
import { messageOf } from "../hosts/ssh/errors.js";
import type { Plan } from "../topology/model/plan.js";
import type { PlannedServer } from "../topology/model/server.js";
import type { PlannedService } from "../topology/model/service.js";
import { followLog } from "./log-follow.js";
import { byTime, logRenderer, matches, type PlacedLine, placeText } from "./log-text.js";
import { serversOf } from "./look.js";
import { sinceOption } from "./moment.js";
import { placeOf, planOf } from "./place.js";
import { selectionHelp, selectServices, servicesArgument } from "./selection.js";
import type { Finish, Verb } from "./verb.js";

const details = `
Lines of all chosen services by the time at which Docker took them, each with its server and service before it, in colour
on a terminal. Without --tail and --since the last 50 lines of each service; with --grep alone the whole logs are
searched. With -f new lines follow as they come, over restarts of containers and breaks of connections, until Ctrl-C.
${selectionHelp}

Examples:
  ./consortium logs --stack prod --since 10m 'kafka*'
  ./consortium logs --stack prod -f --grep 'ERRO|PANI' 'role:orderer' 'role:peer'
  ./consortium logs --stack prod --tail 1000 --json peer0.org1.example.com | jq -r .text

Exit status: 0 shown, 2 not every log could be read.`;

/** Options of the verb as commander gives them. */
interface LogsOptions {
  readonly stack?: string;
  readonly file?: string;
  readonly follow?: true;
  readonly grep?: RegExp;
  readonly since?: Date;
  readonly tail?: number;
  readonly timestamps?: true;
  readonly json?: true;
}

/** Lines of each service where nothing else is said. */
const defaultTail = 50;

/** Lines of several servers are held back this long while they are followed, to be put in order, in ms. */
const holdMs = 300;

export const logs: Verb = {
  register(program: Command, finish: Finish): void {
    program
      .command("logs")
      .summary("what the services write, from all servers by time")
      .description("What the services write, from all servers, merged by time.")
      .argument(...servicesArgument)
      .option("--stack <name>", "the stack (default: the selected one)")
      .option("--file <file>", "its stack file (default: Pulumi.<stack>.yaml)")
      .option("-f, --follow", "go on with new lines until Ctrl-C")
      .option("--grep <regex>", "only lines that match, a JavaScript regular expression", pattern)
      .addOption(sinceOption())
      .option("--tail <lines>", "at most so many of each service, the last ones", wholeNumber)
      .option("--timestamps", "show when Docker took each line")
      .option("--json", "one JSON object {time, server, service, stream, text} a line")
      .addHelpText("after", details)
      .action(async (patterns: readonly string[], options: LogsOptions) => {
        const plan = await planOf(await placeOf(options));
        const sources = sourcesOf(plan, selectServices(plan, patterns));
        const write = writerOf(sources, options);
        await Links.during(async (links) => {
          const { lines, problems } = await readAll(links, sources, rangeOf(options), options.grep);
          for (const line of lines) write(line);
          for (const problem of problems) process.stderr.write(`${problem}\n`);
          if (options.follow) await followAll(links, sources, { before: lines, write, grep: options.grep });
          else if (problems.length > 0) finish(2);
        }, impatient);
      });
  },
};

interface Source {
  readonly service: PlannedService;
  readonly server: PlannedServer;
}

/** Services with their servers. */
function sourcesOf(plan: Plan, services: readonly PlannedService[]): Source[] {
  const servers = new Map(serversOf(plan, services).map((server) => [server.name, server]));
  return services.flatMap((service) => {
    const server = servers.get(service.server);
    return server ? [{ service, server }] : [];
  });
}

/** Which lines are read before any are followed. */
export function rangeOf({ since, tail, grep }: Pick<LogsOptions, "since" | "tail" | "grep">): LogRange {
  const limited = tail ?? (since === undefined && grep === undefined ? defaultTail : undefined);
  return {
    ...(since === undefined ? {} : { since: since.toISOString() }),
    ...(limited === undefined ? {} : { tail: limited }),
  };
}

function placeOfSource({ service, server }: Source): string {
  return placeText({ server: server.name, service: service.name });
}

function placed({ service, server }: Source, line: LogLine): PlacedLine {
  return { ...line, server: server.name, service: service.name };
}

async function readAll(
  links: Links,
  sources: readonly Source[],
  range: LogRange,
  grep: RegExp | undefined,
): Promise<{ readonly lines: PlacedLine[]; readonly problems: string[] }> {
  const problems: string[] = [];
  const lines: PlacedLine[] = [];
  await Promise.all(
    sources.map(async (source) => {
      try {
        const link = await links.to(source.server);
        for await (const line of dockerLogs(link, source.service.container, range, "read"))
          if (matches(grep, line)) lines.push(placed(source, line));
      } catch (error) {
        problems.push(`${placeOfSource(source)}: ${messageOf(error)}`);
      }
    }),
  );
  return { lines: byTime(lines), problems };
}

interface Onward {
  /** What was shown already. */
  readonly before: readonly PlacedLine[];
  readonly write: (line: PlacedLine) => void;
  readonly grep: RegExp | undefined;
}

/** Goes on with all logs from their last lines on, until Ctrl-C or until nothing can be shown any more. */
async function followAll(
  links: Links,
  sources: readonly Source[],
  { before, write, grep }: Onward,
): Promise<void> {
  const stop = new AbortController();
  const end = () => stop.abort();
  process.once("SIGINT", end);
  process.once("SIGTERM", end);
  process.stdout.once("error", end);
  const begun = new Date().toISOString();
  let held: { readonly at: number; readonly line: PlacedLine }[] = [];
  const flush = (until: number) => {
    const due = held.filter(({ at }) => at <= until);
    held = held.filter(({ at }) => at > until);
    for (const line of byTime(due.map((one) => one.line))) write(line);
  };
  const timer = setInterval(() => flush(Date.now() - holdMs), holdMs / 2);
  try {
    await Promise.all(
      sources.map(async (source) => {
        const own = before.filter((line) => placeText(line) === placeOfSource(source));
        const follow = followLog({
          since: own.at(-1)?.time ?? begun,
          shown: own,
          signal: stop.signal,
          open: (since) => opened(links, source, since, stop.signal),
          onBreak: (reason) => process.stderr.write(`${placeOfSource(source)}: ${reason}; trying again\n`),
        });
        for await (const line of follow)
          if (matches(grep, line)) held.push({ at: Date.now(), line: placed(source, line) });
      }),
    );
  } finally {
    clearInterval(timer);
    flush(Number.POSITIVE_INFINITY);
    process.off("SIGINT", end);
    process.off("SIGTERM", end);
    process.stdout.off("error", end);
  }
}

async function* opened(links: Links, { server, service }: Source, since: string, signal: AbortSignal) {
  const link = await links.to(server);
  yield* dockerLogs(link, service.container, { since }, "follow", signal);
}

function writerOf(sources: readonly Source[], { json, timestamps }: LogsOptions): (line: PlacedLine) => void {
  if (json)
    return ({ time, server, service, stream, text }) =>
      process.stdout.write(`${JSON.stringify({ time, server, service, stream, text })}\n`);
  const render = logRenderer({
    places: sources.map(({ server, service }) => placeText({ server: server.name, service: service.name })),
    times: timestamps ? "shown" : "hidden",
    stream: process.stdout,
  });
  return (line) => process.stdout.write(render(line));
}

function pattern(text: string): RegExp {
  try {
    return new RegExp(text);
  } catch (error) {
    throw new InvalidArgumentError(messageOf(error));
  }
}

function wholeNumber(text: string): number {
  if (!/^\d{1,7}$/.test(text)) throw new InvalidArgumentError("a whole number from 0 on");
  return Number(text);
}
