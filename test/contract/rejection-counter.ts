import { setImmediate, setTimeout } from 'node:timers/promises';

type Reject = (error: Error, handled: boolean) => unknown;

/** What consumers do with a promise that is going to be rejected. */
const CONSUMERS: Readonly<Record<string, (reject: Reject, error: Error) => unknown>> = {
  ignored: (reject, error) => void reject(error, false),
  'handled inside': (reject, error) => void reject(error, true),
  awaited: async (reject, error) => {
    try {
      await reject(error, false);
    } catch {}
  },
  'handled by catch': (reject, error) => {
    Promise.resolve(reject(error, false)).catch(() => {});
  },
  'passed on and ignored': (reject, error) => {
    void Promise.resolve(reject(error, false)).then(() => {});
  },
  'handled too late': async (reject, error) => {
    const promise = reject(error, false);
    await reported();
    await Promise.resolve(promise).catch(() => {});
  },
};

/**
 * Runs every method with every consumer, one after the other, and counts what the process
 * reports of each: `{ "returned ignored": ["unhandledRejection"], … }`.
 */
export async function countRejections(subject: object): Promise<Record<string, string[]>> {
  const reports: Record<string, string[]> = {};
  const report = (event: string) => (error: Error) => reports[error.message]?.push(event);
  process.on('unhandledRejection', report('unhandledRejection') as never);
  process.on('uncaughtException', report('uncaughtException'));
  const reasons = new WeakMap<object, Error>();
  process.on('unhandledRejection', (reason, promise) => reasons.set(promise, reason as Error));
  process.on('rejectionHandled', (promise) => {
    report('rejectionHandled')(reasons.get(promise) as Error);
  });
  const methods = Object.getOwnPropertyNames(Object.getPrototypeOf(subject));
  for (const method of methods.filter((name) => name !== 'constructor')) {
    for (const [name, consume] of Object.entries(CONSUMERS)) {
      const label = `${method} ${name}`;
      reports[label] = [];
      await consume(rejecting(subject, method), new Error(label));
      await reported();
    }
  }
  return reports;
}

/**
 * Waits until whatever is to be reported has been. Bluebird reports from a timer of 1 ms that
 * it sets in the turn of the rejection: a longer one that is set later comes after it.
 */
async function reported(): Promise<void> {
  await setImmediate();
  await setTimeout(2);
  await setImmediate();
}

function rejecting(subject: object, method: string): Reject {
  return (error, handled) => {
    const result = (subject as Record<string, Reject>)[method]?.(error, handled);
    return method === 'stream' ? (result as AsyncGenerator).next() : result;
  };
}
