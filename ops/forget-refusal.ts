import type { SshTarget } from "../hosts/ssh/index.js";

/** What answers where a server was. */
export type Answering =
  /** Nothing, and another server of the stack does answer. */
  | { readonly kind: "nothing" }
  /** A machine with another host key. */
  | { readonly kind: "another machine" }
  /** The server itself, logged in or not. */
  | { readonly kind: "the server" }
  /** It cannot be told, e.g. because nothing answers at all. */
  | { readonly kind: "unknown"; readonly reason: string };

/** What is known when a server is to be forgotten. */
export interface ForgetQuestion {
  readonly server: string;
  /** How the state last reached it; none when the state does not know the server. */
  readonly known: SshTarget | undefined;
  /** Where the stack file puts a server of this name that runs something. */
  readonly named: SshTarget | undefined;
  readonly answering: Answering;
  /** Protected resources that would go, by name. */
  readonly protectedNames: readonly string[];
  readonly protectedToo: "yes" | "no";
}

/** Why a server may not be forgotten; nothing when it may. Every reason at once, each with the way out. */
export function forgetRefusals(question: ForgetQuestion): string[] {
  const { server, known, named, answering, protectedNames, protectedToo } = question;
  if (!known) return [`the state holds nothing of a server ${server}`];
  const reasons: string[] = [];
  if (answering.kind === "the server")
    reasons.push(
      `${server} answers: take its services out of the stack file and run pulumi up, which removes them there`,
    );
  if (answering.kind === "unknown")
    reasons.push(`it cannot be told whether ${server} is gone: ${answering.reason}`);
  if (named && keyOf(named) === keyOf(known))
    reasons.push(
      `the stack file still puts services on ${server} with the host key of the machine that is gone: move them to another server, ` +
        "or write the new machine's hostKey under the same name",
    );
  if (protectedNames.length > 0 && protectedToo === "no")
    reasons.push(
      `protected and lost with the server: ${protectedNames.join(", ")}. Pass --with-volumes when that data is really gone`,
    );
  return reasons;
}

/** A host key without its comment. */
function keyOf({ hostKey }: SshTarget): string {
  return hostKey.split(" ").slice(0, 2).join(" ");
}
