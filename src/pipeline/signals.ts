const SIGNALS: readonly NodeJS.Signals[] = ['SIGTERM', 'SIGINT'];

/** What is to be done before a signal ends the process. */
const deliveries = new Set<() => void>();

/**
 * Calls `deliver` before a signal ends the process, which it then does as if nobody had listened:
 * the parent sees the signal, not an exit code. Where the program has a handler of its own, it
 * decides, and nothing is done here: its exit is an event too. Returns what undoes it.
 */
export function beforeSignalsEnd(deliver: () => void): () => void {
  if (deliveries.size === 0) for (const signal of SIGNALS) process.on(signal, onSignal);
  deliveries.add(deliver);
  return () => {
    deliveries.delete(deliver);
    if (deliveries.size === 0) letSignals();
  };
}

function onSignal(signal: NodeJS.Signals): void {
  if (process.listenerCount(signal) > 1) return;
  for (const deliver of deliveries) deliver();
  letSignals();
  process.kill(process.pid, signal);
}

function letSignals(): void {
  for (const signal of SIGNALS) process.off(signal, onSignal);
}
