/**
 * Calls `act` once when the signal is aborted, at once when it is already: a signal tells nobody of an abort that has
 * passed, and one may come during any wait before the listener stands. Gives what ends the watch.
 */
export function onAbort(signal: AbortSignal | undefined, act: () => void): () => void {
  if (signal?.aborted) act();
  else signal?.addEventListener("abort", act, { once: true });
  return () => signal?.removeEventListener("abort", act);
}
