import { expect, test } from "vitest";
import { type ForgetQuestion, forgetRefusals } from "./forget-refusal.js";

const machine = { host: "10.0.0.14", port: 22, user: "root", hostKey: "ssh-ed25519 OLD comment" };
const gone: ForgetQuestion = {
  server: "k4",
  known: machine,
  named: undefined,
  answering: { kind: "nothing" },
  protectedNames: [],
  protectedToo: "no",
};

test.each<{ title: string; question: Partial<ForgetQuestion>; reasons: string[] }>([
  { title: "gone and no longer in the file: forgotten", question: {}, reasons: [] },
  {
    title: "another machine has its address: forgotten",
    question: { answering: { kind: "another machine" } },
    reasons: [],
  },
  {
    title: "a new machine under its name: forgotten",
    question: { named: { ...machine, hostKey: "ssh-ed25519 NEW" } },
    reasons: [],
  },
  {
    title: "not in the state: nothing to forget",
    question: { known: undefined },
    reasons: ["the state holds nothing of a server k4"],
  },
  {
    title: "it answers: refused",
    question: { answering: { kind: "the server" } },
    reasons: [
      "k4 answers: take its services out of the stack file and run pulumi up, which removes them there",
    ],
  },
  {
    title: "nothing answers at all: refused",
    question: { answering: { kind: "unknown", reason: "this machine may be cut off" } },
    reasons: ["it cannot be told whether k4 is gone: this machine may be cut off"],
  },
  {
    title: "the file still names that machine, another comment on its key: refused",
    question: { named: { ...machine, hostKey: "ssh-ed25519 OLD" } },
    reasons: [
      "the stack file still puts services on k4 with the host key of the machine that is gone: move them to another server, or write the new machine's hostKey under the same name",
    ],
  },
  {
    title: "protected volumes would go: refused",
    question: { protectedNames: ["prod-kafka4-data"] },
    reasons: [
      "protected and lost with the server: prod-kafka4-data. Pass --with-volumes when that data is really gone",
    ],
  },
  {
    title: "protected volumes go on purpose: forgotten",
    question: { protectedNames: ["prod-kafka4-data"], protectedToo: "yes" },
    reasons: [],
  },
])("$title", ({ question, reasons }) => expect(forgetRefusals({ ...gone, ...question })).toEqual(reasons));
