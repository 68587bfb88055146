/** How often the parent is looked at, in ms. */
const lookMs = 200;

/**
 * Ends this process as SIGTERM does once the one that started it is gone. Whoever cancels a run may end only the shell
 * around a step: the step would wait on for nobody, and hold the pipe that the run is waiting for.
 * @param parent as `process.ppid` was at this process's first statement: a parent that ends later is noticed
 */
export function endWithParent(parent: number): void {
  const look = setInterval(() => {
    if (process.ppid === parent) return;
    // Once: a handler that is tidying up would be ended by a second signal.
    clearInterval(look);
    process.kill(process.pid, "SIGTERM");
  }, lookMs).unref();
}
