/** What a check looks at, for the documentation. */
export interface PreflightCheck {
  /** What must be so for it to pass. */
  readonly passes: string;
  /** When it only warns. */
  readonly warns?: string;
}

/** Every check of the preflight by the name that its rows bear, in the order in which they are made. */
export const checks = {
  ssh: { passes: "the login works and the server shows its pinned host key; the connection holds" },
  system: { passes: "Debian or Ubuntu" },
  architecture: { passes: "the processor is of `servers.NAME.arch`" },
  "processor level": {
    passes: "where `servers.NAME.arch` names a level, every processor is of that level of ARM or a later one",
  },
  processors: { passes: "as many as `servers.NAME.cpus` says, or more" },
  memory: { passes: "`servers.NAME.memory`; 7 % less is taken for what firmware keeps" },
  "disk size": { passes: "the file system of Docker's data is of `servers.NAME.disk`, 7 % less at most" },
  "disk free": {
    passes:
      "room for the services' data by the tier's rows; where our data lies already, or the row is of the whole disk as WeFe's are, 15 % free",
    warns: "beside our data less than 15 % is free (it fails below 5 %)",
  },
  "data-root": {
    passes: "where WeFe's package runs, no symbolic link leads to Docker's data-root (its manual, 2.2)",
  },
  "system for wefe-flow": {
    passes: "where wefe-flow runs on ARM, Ubuntu 22 or later (WeFe's manual, 7.11)",
    warns: "it is older, or Debian, of which the manual says nothing",
  },
  clock: {
    passes: "at most 1 s off this machine's, for certificates start now",
    warns: "1 to 5 s off (it fails above)",
  },
  login: { passes: "root, who needs no further rights; for another login see `sudo` and `docker group`" },
  sudo: { passes: "the login may run a shell by `sudo -n`" },
  "docker group": { passes: "the login is a member, which equals root" },
  "ssh TCP forwarding": { passes: "sshd forwards TCP connections" },
  "ssh socket forwarding": { passes: "sshd forwards Unix sockets, where its configuration can be read" },
  engine: {
    passes: "Docker's engine runs, or is there, or can be installed, in a version that the network runs on",
    warns: "there is none, and apt has no package lists from which one could be seen",
  },
  "docker API": { passes: "where an engine runs, it answers through the login" },
  claim: { passes: "the server is unclaimed, or ours: no other state has a stack of this name on it" },
  port: {
    passes: "each port that a service will listen on is free, or held by that service's own container",
    warns: "the server has no `ss` to look with",
  },
  container: { passes: "no container that is not ours has a name that a service will have" },
  volume: {
    passes:
      "no volume of another network, or of none, has a name that a service needs, and frozen values are the data's",
  },
  "docker network": {
    passes:
      "where services are in a bridge network, its subnet overlaps no route and no other Docker network, and its name is free or ours",
  },
  reach: { passes: "the servers that its services dial answer, tried at their SSH port" },
} as const satisfies Readonly<Record<string, PreflightCheck>>;

/** Name of a check. */
export type CheckName = keyof typeof checks;

/** The checks as a Markdown table. */
export function checkTable(): string {
  const rows = Object.entries<PreflightCheck>(checks).map(
    ([name, { passes, warns }]) => `| \`${name}\` | ${passes} | ${warns ?? ""} |`,
  );
  return ["| Check | Passes | Warns |", "|-|-|-|", ...rows].join("\n");
}
