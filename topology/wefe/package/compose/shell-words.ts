/** The words of a command, or why it has none. */
export type ShellWords =
  | { readonly ok: true; readonly words: readonly string[] }
  | { readonly ok: false; readonly problem: string };

/**
 * Words of a command that is written as one text: quotes and backslashes as in a shell, nothing else. What Compose 1
 * (Python's shlex) and Compose 2 (mattn/go-shellwords) split differently is refused, and what neither splits as a shell.
 */
export function shellWords(text: string): ShellWords {
  const words: string[] = [];
  let word: string | undefined;
  let quote = "";
  for (let at = 0; at < text.length; at++) {
    const letter = text[at] ?? "";
    if (quote === "'") {
      if (letter === "'") quote = "";
      else word = (word ?? "") + letter;
    } else if (letter === "\\") {
      const next = text[++at] ?? "";
      if (next === "" || !(quote === "" ? "\"\\' \t" : '"\\').includes(next))
        return {
          ok: false,
          problem: `a backslash before ${JSON.stringify(next)}: Compose makes its own of it`,
        };
      word = (word ?? "") + next;
    } else if (quote === '"') {
      if (letter === '"') quote = "";
      else word = (word ?? "") + letter;
    } else if (letter === "'" || letter === '"') {
      quote = letter;
      word ??= "";
    } else if (/[;&|<>]/.test(letter))
      return {
        ok: false,
        problem: `\`${letter}\` outside quotes: Compose 2 drops the rest, and no shell is run`,
      };
    else if (/[()`]/.test(letter))
      return { ok: false, problem: `\`${letter}\` outside quotes: no shell is run` };
    else if (/\s/.test(letter)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? "") + letter;
  }
  if (quote !== "") return { ok: false, problem: `a quote ${quote} is not closed` };
  return { ok: true, words: word === undefined ? words : [...words, word] };
}
