import type { Healthcheck } from "../../../model/service.js";
import type { Cursor } from "./cursor.js";
import { shellWords } from "./shell-words.js";

/** A command as words; nothing, with a complaint, when it cannot be had. */
export function readCommand(cursor: Cursor): readonly string[] | undefined {
  if (cursor.empty) return undefined;
  const words = cursor.value.kind === "list" ? cursor.texts() : split(cursor);
  if (words === undefined) return undefined;
  if (words.length > 0) return words;
  return cursor.refuse("takes the image's command away and gives none", "take it out, or write a command");
}

function split(cursor: Cursor): readonly string[] | undefined {
  const text = cursor.text();
  const result = text === undefined ? undefined : shellWords(text);
  if (result === undefined || result.ok) return result?.words;
  return cursor.refuse(`cannot be split into words: ${result.problem}`, 'write a list: ["sh", "-c", "…"]');
}

/** Docker's own values where a check does not say (docs.docker.com/reference/dockerfile, HEALTHCHECK). */
const unsaid = { intervalSeconds: 30, timeoutSeconds: 30, retries: 3, startSeconds: 0 } as const;

/** A check; `disabled` when the file switches it off. */
export function readHealthcheck(cursor: Cursor): Healthcheck | "disabled" | undefined {
  const { test, interval, timeout, retries, start_period, disable } =
    cursor.known("services.NAME.healthcheck");
  if (disable?.flag() === true) return "disabled";
  if (test === undefined || test.empty)
    return cursor.refuse(
      "changes the image's own check, which is not known here",
      "write the whole check, with its test",
    );
  const words = test.value.kind === "list" ? test.texts() : ["CMD-SHELL", test.text() ?? ""];
  if (words[0] === "NONE") return "disabled";
  if ((words[0] !== "CMD" && words[0] !== "CMD-SHELL") || words.length < 2)
    return test.refuse("is no check", 'begin the list with "CMD" or "CMD-SHELL"', "CMD, CMD-SHELL, NONE");
  return {
    test: words,
    intervalSeconds: interval?.seconds() ?? unsaid.intervalSeconds,
    timeoutSeconds: timeout?.seconds() ?? unsaid.timeoutSeconds,
    retries: retries?.whole() ?? unsaid.retries,
    startSeconds: start_period?.seconds() ?? unsaid.startSeconds,
  };
}
