import { Command } from "commander";
import type { Finish } from "./verb.js";
import { verbs } from "./verbs.js";

const about = `The command line beside pulumi: what is asked of a network's configuration and of its running servers.
\`pulumi up\` makes and changes networks; the verbs here check, look, and do what is not a change of the stack.`;

const exits = `
With --json a verb prints one JSON document, also when it refuses or nothing is to be done; logs and events print one
object a line. Of a stack file with errors it prints what validate --json prints; verify and events do not judge the
stack file. There may be no document with exit status 2, nor when you answer no to a question.

Exit status: 0 done, 1 the answer is no (findings, not ready, refused), 2 it could not be asked, or the output could not
be written.`;

/** The whole command line. */
export function makeProgram(finish: Finish): Command {
  const program = new Command("consortium")
    .description(about)
    .helpCommand(false)
    .showHelpAfterError("(consortium --help lists the verbs)")
    .showSuggestionAfterError()
    .addHelpText("after", exits)
    .exitOverride();
  for (const verb of verbs) verb.register(program, finish);
  return program;
}
