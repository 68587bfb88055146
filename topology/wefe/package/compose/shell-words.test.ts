import { expect, test } from "vitest";
import { shellWords } from "./shell-words.js";

test.each([
  { text: "java -jar app.jar", words: ["java", "-jar", "app.jar"] },
  { text: "  a   b ", words: ["a", "b"] },
  { text: `sh -c 'a && b'`, words: ["sh", "-c", "a && b"] },
  { text: `echo "a \\"b\\"" c\\ d`, words: ["echo", 'a "b"', "c d"] },
  { text: `sh -c 'printf "a\\nb" $(date) \`id\`'`, words: ["sh", "-c", 'printf "a\\nb" $(date) `id`'] },
  { text: `echo it\\'s a\\\\b "$(date)"`, words: ["echo", "it's", "a\\b", "$(date)"] },
  { text: `a ''`, words: ["a", ""] },
  { text: "", words: [] },
])("$text", ({ text, words }) => {
  expect(shellWords(text)).toEqual({ ok: true, words });
});

test.each([
  { text: "sh start.sh; tail -f log", problem: /`;` outside quotes/ },
  { text: "a && b", problem: /`&` outside quotes/ },
  { text: `sh -c "printf 'a\\nb'"`, problem: /a backslash before "n"/ },
  { text: `grep "a\\.b" file`, problem: /a backslash before "\."/ },
  { text: `echo "it\\'s"`, problem: /a backslash before "'"/ },
  { text: "echo a\\tb", problem: /a backslash before "t"/ },
  { text: "echo a\\", problem: /a backslash before ""/ },
  { text: "java \\\n -jar", problem: /a backslash before "\\n"/ },
  { text: "echo $(date)", problem: /`\(` outside quotes/ },
  { text: "echo `date`", problem: /``` outside quotes/ },
  { text: "a 'b", problem: /a quote ' is not closed/ },
])("$text is refused", ({ text, problem }) => {
  const result = shellWords(text);
  expect(result.ok ? "" : result.problem).toMatch(problem);
});
