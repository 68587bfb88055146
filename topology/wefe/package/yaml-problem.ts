import type { YAMLError } from "yaml";

/** What the parser says of a YAML file, without the piece of it that it quotes: that may be one of a password. */
export function yamlProblem({ code, message }: Pick<YAMLError, "code" | "message">): string {
  if (code === "TAG_RESOLVE_FAILED") return "a tag that is not read";
  if (code === "BAD_DQ_ESCAPE") return "Invalid escape sequence";
  return message.split(/\n|: /)[0] ?? "";
}
