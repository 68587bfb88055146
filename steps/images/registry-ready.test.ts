import { expect, test } from "vitest";
import { awaitRegistry } from "./registry-ready.js";

const ssh = { host: "10.0.0.1", port: 22, user: "root", hostKey: "" };
const spec = {
  registry: { server: { name: "r1", address: "10.0.0.1", ssh }, port: 5000, username: "consortium" },
  container: "demo-registry",
};
const said = (stdout: string, stderr = "") => ({ code: 0, stdout, stderr });

test("a registry that answers after a while is ready", async () => {
  let asked = 0;
  const check = async () => {
    if (++asked < 3) throw new Error("connection refused");
  };
  const exec = () => Promise.reject(new Error("no command is needed"));
  expect(await awaitRegistry({ check }, { exec }, { ...spec, deadlineSeconds: 10 })).toEqual({ ready: true });
  expect(asked).toBe(3);
});

test("one that never answers fails with what was seen last and its last log lines", async () => {
  const check = () => Promise.reject(new Error("connection refused"));
  const exec = async (command: string) =>
    command.startsWith("docker logs")
      ? said("", "first line\nopen tls.key: permission denied\n")
      : said("exited, exit code 1\n");
  await expect(awaitRegistry({ check }, { exec }, { ...spec, deadlineSeconds: 0.5 })).rejects.toThrow(
    "server r1: the registry is not ready after 0.5 s. Seen last: connection refused\n" +
      "Container demo-registry is exited, exit code 1. Its last log lines:\n  first line\n  open tls.key: permission denied",
  );
});

test("a container that is not there is said", async () => {
  const check = () => Promise.reject(new Error("connection refused"));
  const exec = async () => ({ code: 1, stdout: "", stderr: "Error: No such object: demo-registry\n" });
  await expect(awaitRegistry({ check }, { exec }, { ...spec, deadlineSeconds: 0 })).rejects.toThrow(
    "Container demo-registry: Error: No such object: demo-registry",
  );
});
