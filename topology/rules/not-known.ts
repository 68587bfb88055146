import { suggestion } from "../../config/findings.js";

/** What there is to say of a server's name that the stack does not know. */
export function notKnown(server: string, known: readonly string[]) {
  return {
    message: "unknown server",
    found: server,
    allowed: known.length > 0 ? known.join(", ") : "a server of `servers` or of the inventory",
    remedy: suggestion(server, known) ?? "correct the name, or add the server",
  };
}
