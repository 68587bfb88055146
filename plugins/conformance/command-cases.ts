import { sha256 } from "../../topology/sha256.js";
import { assetSignature, type Props, signatureKey } from "../rpc/values.js";
import type { Case } from "./case.js";

const local = "command:local:Command";
const remote = "command:remote:Command";
const copy = "command:remote:CopyToRemote";

/** Cases of the command package. */
export function commandCases(server: {
  /** `connection` of a server that takes the agent's key. */
  readonly connection: Props;
  /** A folder on the server that may be filled. */
  readonly folder: string;
}): Case[] {
  const { connection, folder } = server;
  const changes = {
    "another command": { create: "echo other" },
    "another input": { stdin: "b" },
    "another way of logging": { logging: "none" },
    "another way to end": { delete: "echo bye" },
  };
  const updates = {
    "another command": "update create",
    "another input": "update stdin",
    "another way of logging": "update logging",
    "another way to end": "update delete",
  };
  // The plugin calls a changed trigger an update; the SDK asks for a replacement on any change of triggers.
  const standIn = {
    seen: { "another trigger": "replace triggers" },
    why: "the SDK replaces on any change of triggers, so the engine does the same",
  };
  return [
    {
      title: "a local command",
      type: local,
      inputs: {
        create: "cat",
        stdin: "a",
        logging: "stderr",
        addPreviousOutputInEnv: false,
        triggers: ["1"],
      },
      changes: {
        ...changes,
        "another trigger": { triggers: ["2"] },
        "another environment": { environment: { A: "1" } },
      },
      expected: {
        ...updates,
        "another trigger": "update triggers",
        "another environment": "update environment",
      },
      standIn,
    },
    {
      title: "a local command that fails",
      type: local,
      inputs: { create: "exit 3" },
      expected: { create: "failed" },
    },
    {
      title: "a local command that writes much to both streams",
      type: local,
      inputs: { create: "seq 5000; seq 5000 >&2" },
    },
    {
      title: "a remote command",
      type: remote,
      inputs: { connection, create: "cat", stdin: "a", addPreviousOutputInEnv: false, triggers: ["1"] },
      changes: {
        ...changes,
        "another trigger": { triggers: ["2"] },
        "another user": { connection: { ...connection, user: "x" } },
      },
      expected: { ...updates, "another trigger": "update triggers", "another user": "update connection" },
      standIn,
    },
    {
      title: "a remote command that fails",
      type: remote,
      inputs: { connection, create: "exit 3", addPreviousOutputInEnv: false },
      expected: { create: "failed" },
    },
    {
      title: "a server with another host key",
      type: remote,
      inputs: {
        connection: {
          ...connection,
          dialErrorLimit: 1,
          hostKey: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl",
        },
        create: "true",
        addPreviousOutputInEnv: false,
      },
      expected: { create: "failed" },
    },
    {
      title: "a text copied to a server",
      type: copy,
      inputs: { connection, source: textAsset("a"), remotePath: `${folder}/copied` },
      changes: {
        "another text": { source: textAsset("b") },
        "another place": { remotePath: `${folder}/moved` },
      },
      expected: { "another text": "update source", "another place": "update remotePath" },
    },
  ];
}

/** A StringAsset as the engine sends it. */
function textAsset(text: string): Props {
  return { [signatureKey]: assetSignature, text, hash: sha256(text) };
}
