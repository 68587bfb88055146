import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, test } from "vitest";

test("a step ends when the shell around it is killed, and lets go of its pipe", async () => {
  const waits = `
    import { endWithParent } from "./steps/parent.ts";
    process.on("SIGTERM", () => process.stdout.write("tidied up\\n", () => process.exit(1)));
    endWithParent();
    setTimeout(() => {}, 3_600_000);
    process.stdout.write("waiting\\n");`;
  // What follows the program keeps the shell from becoming it.
  const shell = spawn("sh", ["-c", `node --import tsx --input-type=module -e "$0"; true`, waits], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const closed = once(shell, "close");
  let said = "";
  for await (const chunk of shell.stdout) {
    said += String(chunk);
    if (said.includes("waiting")) shell.kill("SIGKILL");
  }
  await closed;
  expect(said).toBe("waiting\ntidied up\n");
});
