import { expect, test } from "vitest";
import { Links } from "../../hosts/links.js";
import { failureText, logCommand } from "./failure.js";
import { quorum } from "./testing.js";

test("the next command logs in as the stack does, through the jump host too", () => {
  const [member] = quorum.members;
  if (!member) throw new Error("no member");
  expect(logCommand(member)).toBe("ssh -p 22 root@10.0.1.21 docker logs --tail 200 prod-kafka1");
  const jump = { host: "203.0.113.7", port: 2222, user: "jump", hostKey: "" };
  const server = { ...member.server, ssh: { ...member.server.ssh, user: "deploy", jump } };
  expect(logCommand({ ...member, server })).toBe(
    "ssh -J jump@203.0.113.7:2222 -p 22 deploy@10.0.1.21 docker logs --tail 200 prod-kafka1",
  );
});

test("a failure names reason, member, server and condition, and survives a server without logs", async () => {
  const links = new Links();
  links.to = () => Promise.reject(new Error("does not answer"));
  const failure = {
    title: "kafka is not whole",
    reason: "nothing new for 60 s",
    unmet: [{ member: "kafka2", condition: "its container is restarting" }],
    watched: quorum.members,
  };
  const text = await failureText(failure, links);
  expect(text.split("\n")).toEqual([
    "kafka is not whole: nothing new for 60 s",
    "  kafka2 on k2: its container is restarting",
    "last log lines of prod-kafka2 on k2:",
    "    (cannot be read: does not answer)",
    "Next: ssh -p 22 root@10.0.1.22 docker logs --tail 200 prod-kafka2   then run pulumi up again; it goes on here.",
  ]);
  const stopped = await failureText({ ...failure, again: "restart the rest" }, links);
  expect(stopped.split("\n").at(-1)).toBe(
    "Next: ssh -p 22 root@10.0.1.22 docker logs --tail 200 prod-kafka2   then restart the rest.",
  );
});
