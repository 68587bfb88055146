import { expect, test } from "vitest";
import { execCommand } from "./exec.js";

test.each([
  { user: "root", line: `docker exec -i dev-kafka1 sh -c 'echo "$HOME"'` },
  { user: "deploy", line: `sudo -n docker exec -i dev-kafka1 sh -c 'echo "$HOME"'` },
])("$user runs the program with its words as they are", ({ user, line }) => {
  expect(execCommand(user, "dev-kafka1", ["sh", "-c", 'echo "$HOME"'])).toBe(line);
});
