import { expect, test } from "vitest";
import { shellWords } from "./shell-words.js";

test.each([
  { text: "java -jar app.jar", words: ["java", "-jar", "app.jar"] },
  { text: "  a   b ", words: ["a", "b"] },
  { text: `sh -c 'a && b'`, words: ["sh", "-c", "a && b"] },
  { text: `echo "a \\"b\\"" c\\ d`, words: ["echo", 'a "b"', "c d"] },
  { text: `a ''`, words: ["a", ""] },
  { text: "", words: [] },
])("$text", ({ text, words }) => {
  expect(shellWords(text)).toEqual({ ok: true, words });
});

test.each([
  { text: "sh start.sh; tail -f log", problem: /`;` outside quotes/ },
  { text: "a && b", problem: /`&` outside quotes/ },
  { text: "a 'b", problem: /a quote ' is not closed/ },
])("$text is refused", ({ text, problem }) => {
  const result = shellWords(text);
  expect(result.ok ? "" : result.problem).toMatch(problem);
});
