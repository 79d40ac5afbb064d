/**
 * Runs `act` beside a chain of microtasks and returns all that both did, in order: two programs
 * that take a different number of ticks anywhere give different lists.
 */
export async function ticks(act: (note: (what: unknown) => void) => unknown): Promise<unknown[]> {
  const log: unknown[] = [];
  const chain = (async () => {
    for (let i = 0; i < 20; i++) {
      await null;
      log.push(i);
    }
  })();
  try {
    log.push('value', await act((what) => void log.push(what)));
  } catch (error) {
    log.push('error', error);
  }
  await chain;
  return log;
}
