/** How often the parent is looked at, in ms. */
const lookMs = 200;

/**
 * Ends this process as SIGTERM does once the one that started it is gone. Whoever cancels a run may end only the shell
 * around a step: the step would wait on for nobody, and hold the pipe that the run is waiting for.
 */
export function endWithParent(): void {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) process.kill(process.pid, "SIGTERM");
  }, lookMs).unref();
}
