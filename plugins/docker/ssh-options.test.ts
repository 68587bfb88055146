import { describe, expect, test } from "vitest";
import { dockerHost, dockerSshOptions } from "../../components/server/connection.js";
import { parseSshHost, shellWords } from "./ssh-options.js";

const key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl";
const other = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIK2SZ8mxrlvabAg0A+6QBvIZl797DvOrJKWQduCtJ9Jj";
const pin = ["-o", `KnownHostsCommand=/bin/echo %H ${key}`];

describe("host and options of a docker.Provider", () => {
  test("user, host, port and the pinned key", () => {
    expect(parseSshHost("ssh://deploy@10.0.0.1:2222", pin).target).toEqual({
      host: "10.0.0.1",
      port: 2222,
      user: "deploy",
      hostKey: key,
    });
  });

  test.each([
    { form: "-o in one word", words: [`-oKnownHostsCommand=/bin/echo %H ${key}`] },
    { form: "a space instead of =", words: ["-o", `KnownHostsCommand /bin/echo %H ${key}`] },
    { form: "quotes around the value", words: ["-o", `KnownHostsCommand="/bin/echo %H ${key}"`] },
    { form: "a comment behind the key", words: ["-o", `KnownHostsCommand=/bin/echo %H ${key} root@s1`] },
    { form: "other letters in the option's name", words: ["-o", `knownhostscommand=/bin/echo %H ${key}`] },
  ])("the pin in the form: $form", ({ words }) => {
    expect(parseSshHost("ssh://root@h", words).target).toEqual({
      host: "h",
      port: 22,
      user: "root",
      hostKey: key,
    });
  });

  test("options that only tune ssh change nothing", () => {
    const words = [
      "-o",
      "StrictHostKeyChecking=yes",
      "-o",
      "ControlMaster=auto",
      "-o",
      "ControlPath=/tmp/%C",
      "-C",
      ...pin,
    ];
    expect(parseSshHost("ssh://root@h", words)).toEqual({
      target: { host: "h", port: 22, user: "root", hostKey: key },
      options: {},
    });
  });

  test("user, port and time limit may come as options", () => {
    expect(parseSshHost("ssh://h", ["-l", "ops", "-p", "23", "-o", "ConnectTimeout=7", ...pin])).toEqual({
      target: { host: "h", port: 23, user: "ops", hostKey: key },
      options: { perDialSeconds: 7 },
    });
  });

  test("a jump host with its own pin", () => {
    const proxy = `ssh -W %h:%p -p 24 -o 'KnownHostsCommand=/bin/echo %%H ${other}' hop@203.0.113.7`;
    expect(parseSshHost("ssh://root@h", [...pin, "-o", `ProxyCommand=${proxy}`]).target).toEqual({
      host: "h",
      port: 22,
      user: "root",
      hostKey: key,
      jump: { host: "203.0.113.7", port: 24, user: "hop", hostKey: other },
    });
  });

  test.each([
    { host: "h", port: 22, user: "root", hostKey: key },
    {
      host: "h",
      port: 22,
      user: "root",
      hostKey: key,
      jump: { host: "203.0.113.7", port: 24, user: "hop", hostKey: other },
    },
  ])("our own options are read back as the server they were written for: $jump", (target) => {
    expect(parseSshHost(dockerHost(target), dockerSshOptions(target)).target).toEqual(target);
  });

  test.each([
    { without: "a pin", words: [], says: "docker host ssh://root@h: no host key is pinned" },
    {
      without: "a pin on the jump host",
      words: [...pin, "-o", "ProxyCommand=ssh -W %h:%p hop@j"],
      says: "jump host hop@j: no host key is pinned",
    },
    {
      without: "a whole key",
      words: ["-o", "KnownHostsCommand=/bin/echo %H ssh-ed25519 AAAA"],
      says: "the key in KnownHostsCommand",
    },
    {
      without: "a way to pin the jump host (-J)",
      words: [...pin, "-J", "hop@j"],
      says: "-J and ProxyJump cannot be pinned",
    },
    {
      without: "ssh as proxy command",
      words: [...pin, "-o", "ProxyCommand=nc %h %p"],
      says: "is not of the form ssh -W",
    },
  ])("refused without $without", ({ words, says }) => {
    expect(() => parseSshHost("ssh://root@h", words)).toThrow(says);
  });
});

test.each([
  { line: "a  b", words: ["a", "b"] },
  { line: "a 'b c' d", words: ["a", "b c", "d"] },
  { line: `-o "K=V W"x`, words: ["-o", "K=V Wx"] },
  { line: "a\\ b ''", words: ["a b", ""] },
])("words of $line", ({ line, words }) => {
  expect(shellWords(line)).toEqual(words);
});
