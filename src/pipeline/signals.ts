/** Who wants to know of signals. */
export interface SignalListener {
  readonly signals: readonly NodeJS.Signals[];
  /** The signal ends the process once this has returned. */
  ends(signal: NodeJS.Signals): void;
  /** The process goes on, as far as spanfn has a say in it. */
  passes(signal: NodeJS.Signals): void;
}

/** It is sent to be listened to, and does not end a process that does. */
const PASSES = 'SIGUSR2';

const listeners = new Set<SignalListener>();

/**
 * Listens to signals. One that would end the process does so afterwards as if nobody had listened:
 * the parent sees the signal, not an exit code. Where the program has a handler of its own, that
 * decides: its exit is an event too. Returns what undoes it.
 */
export function listenToSignals(listener: SignalListener): () => void {
  for (const signal of listener.signals) {
    if (listenersOf(signal).length === 0) process.on(signal, onSignal);
  }
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    for (const signal of listener.signals) {
      if (listenersOf(signal).length === 0) process.off(signal, onSignal);
    }
  };
}

function onSignal(signal: NodeJS.Signals): void {
  const passes = signal === PASSES || process.listenerCount(signal) > 1;
  for (const listener of listenersOf(signal)) {
    if (passes) listener.passes(signal);
    else listener.ends(signal);
  }
  if (passes) return;
  process.off(signal, onSignal);
  process.kill(process.pid, signal);
}

function listenersOf(signal: NodeJS.Signals): SignalListener[] {
  return [...listeners].filter(({ signals }) => signals.includes(signal));
}
