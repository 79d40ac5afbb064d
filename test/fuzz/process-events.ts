const EVENTS = ['unhandledRejection', 'rejectionHandled', 'uncaughtException'] as const;

/** Hears what the process reports while `run` is under way, instead of whoever else listens. */
export async function hearing<T>(
  report: (event: string, values: readonly unknown[]) => void,
  run: () => Promise<T>,
): Promise<T> {
  const others = EVENTS.map((event) => [event, process.rawListeners(event)] as const);
  for (const event of EVENTS) {
    process.removeAllListeners(event);
    // A handled rejection is told of by its promise; the others by what was thrown.
    process.on(event, (value: unknown) => report(event, [value]));
  }
  try {
    return await run();
  } finally {
    for (const [event, listeners] of others) {
      process.removeAllListeners(event);
      for (const listener of listeners) process.on(event, listener as never);
    }
  }
}
