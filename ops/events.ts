import type { Command } from "commander";
import { eventFile, type OperationEvent, readEvents } from "./event-file.js";
import { sinceOption } from "./moment.js";
import { placeOf } from "./place.js";
import { type Paint, paintFor, plain, table } from "./table.js";
import type { Finish, Verb } from "./verb.js";

const details = `
Every verb that acts (repair, purge, forget, restart, stop, start, hibernate, wake, exec, verify --write) writes a line of JSON
into .consortium/events.jsonl beside the stack file of the machine it is run on: time, user, host, stack, verb, arguments
and result. Never a secret; of exec's command only the program. What pulumi does is in its own history: pulumi stack history.

Examples:
  ./consortium events --stack prod
  ./consortium events --stack prod --since 24h
  ./consortium events --stack prod --json | jq 'select(.verb == "exec")'

Exit status: 0 shown, 2 the file cannot be read.`;

/** Options of the verb as commander gives them. */
interface EventsOptions {
  readonly stack?: string;
  readonly file?: string;
  readonly since?: Date;
  readonly json?: true;
}

export const events: Verb = {
  register(program: Command, _finish: Finish): void {
    program
      .command("events")
      .summary("show what was run by whom and when")
      .description("Show what verbs that act were run on a stack, by whom and when, from the audit file.")
      .option("--stack <name>", "the stack (default: the selected one)")
      .option("--file <file>", "its stack file (default: Pulumi.<stack>.yaml)")
      .addOption(sinceOption())
      .option("--json", "the events as they stand in the file, one JSON object a line")
      .addHelpText("after", details)
      .action(async (options: EventsOptions) => {
        const place = await placeOf(options);
        const { events: all, unreadable } = await readEvents(place);
        const shown = all.filter(
          ({ stack, time }) =>
            stack === place.label && (options.since === undefined || new Date(time) >= options.since),
        );
        if (unreadable > 0)
          process.stderr.write(`${eventFile(place)}: ${unreadable} lines are no events and are left out\n`);
        if (options.json) process.stdout.write(shown.map((event) => `${JSON.stringify(event)}\n`).join(""));
        else if (shown.length === 0)
          process.stderr.write(`no events of stack ${place.label} in ${eventFile(place)}\n`);
        else process.stdout.write(eventsText(shown, paintFor(process.stdout)));
      });
  },
};

/** Events for people, oldest first. */
export function eventsText(shown: readonly OperationEvent[], paint: Paint = plain): string {
  const rows = shown.map((event) => [
    event.time.replace(/\.\d+Z$/, "Z"),
    `${event.user}@${event.host}`,
    event.verb,
    Object.entries(event.arguments)
      .map(([name, value]) => `${name}=${Array.isArray(value) ? value.join(",") : String(value)}`)
      .join(" "),
    `${event.seconds} s`,
    event.result === "done" ? event.result : ({ text: event.result, style: "warn" } as const),
  ]);
  return `${table([["TIME", "WHO", "VERB", "ARGUMENTS", "TOOK", "RESULT"], ...rows], { paint }).join("\n")}\n`;
}
