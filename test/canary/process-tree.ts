/**
 * The host whose first process is above a process or is that process; none for one of the machine that the hosts run on.
 * @param parents parent by process id
 * @param hosts host by the process id of its first process
 */
export function hostAbove(
  pid: number,
  parents: ReadonlyMap<number, number>,
  hosts: ReadonlyMap<number, string>,
): string | undefined {
  for (let at: number | undefined = pid, steps = 0; at !== undefined && steps < 1000; steps += 1) {
    const host = hosts.get(at);
    if (host !== undefined) return host;
    at = parents.get(at);
  }
  return undefined;
}
