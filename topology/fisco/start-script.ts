/** What a node's container runs instead of the image's entrypoint. */
export interface StartScript {
  /** The node's folder, where config.ini lies. */
  readonly folder: string;
  /** Program and arguments; no shell characters. */
  readonly program: readonly string[];
  /** Age at which a log file is deleted. */
  readonly keepMinutes: number;
}

/**
 * Deletes old log files once an hour beside the node, which never does so itself: one was seen to write 10 to 20 GB a day
 * (FISCO-BCOS issue 443). The node takes the shell's place, so that it is process 1 and gets SIGTERM; what runs in the
 * background ends with it. `-exec rm` is what every find knows; busybox's has no `-delete`.
 */
export function startScript({ folder, program, keepMinutes }: StartScript): string {
  return `#!/bin/sh
cd ${folder} || exit 1
while :; do
  find log -maxdepth 1 -type f -name 'log_*' -mmin +${keepMinutes} -exec rm -f {} +
  sleep 3600
done &
exec ${program.join(" ")}
`;
}
