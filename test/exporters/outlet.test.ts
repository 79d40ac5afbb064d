import { getEventListeners } from 'node:events';
import { describe, expect, test } from 'vitest';
import { Warning } from '../../src/base/raw-log.ts';
import { Attempts } from '../../src/pipeline/exporters/attempts.ts';
import { delayAfter } from '../../src/pipeline/exporters/back-off.ts';
import { type Exporter, RetryableError } from '../../src/pipeline/exporters/exporter.ts';
import { Outlet } from '../../src/pipeline/exporters/outlet.ts';
import { FATES } from '../../src/pipeline/exporters/outlet-counters.ts';
import { Random } from '../fuzz/generate/random.ts';
import { batch } from './batch.ts';

const RETRY = { attempts: 2, firstDelay: 1, longestDelay: 2 };

function outletFor(exporter: Exporter, queueBytes = 1e6, said: string[] = []): Outlet {
  const warning = new Warning('spanfn', (line) => said.push(line));
  return new Outlet(exporter, undefined, { queueBytes, timeout: 1000, retry: RETRY }, warning);
}

function count(outlet: Outlet, fate: (typeof FATES)[number]): number {
  return outlet.counters.get('traces', fate);
}

/** Whatever was taken has one fate. */
function checkSum(outlet: Outlet): void {
  for (const signal of ['traces', 'logs'] as const) {
    const [taken, ...others] = FATES.map((fate) => outlet.counters.get(signal, fate));
    expect(others.reduce((sum, one) => sum + one, 0)).toBe(taken);
  }
}

test.each([1, 2, 3, 4, 5, 6, 7, 8])(
  'whatever an exporter does, everything has one fate; seed %i',
  async (seed) => {
    const random = new Random(seed);
    const outlet = outletFor(
      {
        name: 'moody',
        export() {
          const mood = random.next();
          if (mood < 0.3) return undefined;
          if (mood < 0.45) return Promise.resolve({ rejected: 2 });
          if (mood < 0.6) throw new Error('no');
          if (mood < 0.75) throw new RetryableError('later');
          if (mood < 0.9) return Promise.reject(new RetryableError('later', 0));
          return { rejected: Number.NaN };
        },
        flush: () => Promise.reject(new Error('no')),
        close() {
          throw new Error('no');
        },
      },
      20 * 64,
    );
    for (let i = 0; i < 300; i++) {
      const signal = random.next() < 0.3 ? 'logs' : 'traces';
      outlet.offer(batch(1 + Math.floor(random.next() * 9), { signal }));
      if (random.next() < 0.2) await outlet.flush(1000);
    }
    await outlet.close(random.next() < 0.5 ? 0 : 1000);
    outlet.offer(batch(5));
    checkSum(outlet);
    for (const fate of [
      'exported',
      'refused',
      'rejected',
      'queueFull',
      'retriesExhausted',
    ] as const) {
      expect(count(outlet, fate), fate).toBeGreaterThan(0);
    }
    expect(count(outlet, 'shutdown')).toBeGreaterThanOrEqual(5);
  },
);

test('what waits is bounded by bytes; the newest goes', async () => {
  let release: () => void = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const exported: number[] = [];
  const outlet = outletFor(
    {
      name: 'slow',
      async export({ count }) {
        await held;
        exported.push(count);
      },
    },
    10 * 64,
  );
  for (const spans of [4, 5, 6, 1]) outlet.offer(batch(spans));
  release();
  await outlet.flush(1000);
  expect(exported).toEqual([4, 5, 1]);
  expect(count(outlet, 'queueFull')).toBe(6);
});

test('a batch larger than the queue goes if nothing else waits', async () => {
  const outlet = outletFor({ name: 'any', export() {} }, 64);
  outlet.offer(batch(100));
  await outlet.flush(1000);
  expect(count(outlet, 'exported')).toBe(100);
});

describe('when it is closed', () => {
  test('a batch that waits for a better time is tried once more', async () => {
    let attempts = 0;
    const limits = {
      queueBytes: 1e6,
      timeout: 1000,
      retry: { attempts: 9, firstDelay: 60_000, longestDelay: 60_000 },
    };
    const exporter: Exporter = {
      name: 'late',
      export() {
        if (++attempts === 1) throw new RetryableError('later');
      },
    };
    const outlet = new Outlet(exporter, undefined, limits, new Warning('', () => {}));
    outlet.offer(batch(3));
    while (attempts === 0) await new Promise(setImmediate);
    await outlet.close(1000);
    expect([attempts, count(outlet, 'exported')]).toEqual([2, 3]);
  });

  test('an export that hangs is told to stop, and counted', async () => {
    let isAborted = false;
    const outlet = outletFor({
      name: 'hangs',
      export: (_, signal) =>
        new Promise(() => {
          signal.addEventListener('abort', () => {
            isAborted = true;
          });
        }),
    });
    outlet.offer(batch(3));
    outlet.offer(batch(4));
    await outlet.close(20);
    expect([isAborted, count(outlet, 'shutdown')]).toEqual([true, 7]);
    checkSum(outlet);
  });
});

describe('an exporter', () => {
  /** Lets it have one batch of one span. */
  async function fateOfOne(exporter: Exporter, timeout = 1000): Promise<Record<string, number>> {
    const limits = { queueBytes: 1e6, timeout, retry: { ...RETRY, attempts: 3 } };
    const outlet = new Outlet(exporter, undefined, limits, new Warning('', () => {}));
    outlet.offer(batch(1));
    await outlet.flush(1000);
    checkSum(outlet);
    const told = FATES.map((fate) => [fate, count(outlet, fate)] as const);
    return Object.fromEntries(told.filter(([, times]) => times > 0));
  }

  test('that ignores its signal is not called again before it has settled', async () => {
    let running = 0;
    let most = 0;
    const fate = await fateOfOne(
      {
        name: 'deaf',
        async export() {
          most = Math.max(most, ++running);
          await new Promise((resolve) => setTimeout(resolve, 200));
          running--;
        },
      },
      20,
    );
    expect([most, fate]).toEqual([1, { taken: 1, timeout: 1 }]);
  });

  const unreadable = new Proxy(new Error('x'), {
    get: () => fail(new Error('trap')),
    getPrototypeOf: () => fail(new Error('trap')),
  });
  test.each<[string, () => unknown, string]>([
    ['throws null', () => fail(null), 'refused'],
    ['throws what has no text', () => fail(Object.create(null)), 'refused'],
    ['throws what cannot be read', () => fail(unreadable), 'refused'],
    ['has a message that is none', () => fail({ message: Symbol('no') }), 'refused'],
    ['rejects with nothing', () => Promise.reject(), 'refused'],
    ['returns text', () => 'ok', 'exported'],
    ['rejects more than there is', () => ({ rejected: 1e9 }), 'rejected'],
  ])('that %s is fenced in', async (_, act, fate) => {
    expect(await fateOfOne({ name: 'odd', export: () => act() as undefined })).toEqual({
      taken: 1,
      [fate]: 1,
    });
  });

  test('may have its RetryableError from another build, with any wish', async () => {
    let attempts = 0;
    const foreign = { name: 'RetryableError', message: 'later', retryAfter: 'soon' };
    const flaky = { name: 'flaky', export: () => (++attempts === 1 ? fail(foreign) : undefined) };
    expect(await fateOfOne(flaky)).toEqual({ taken: 1, exported: 1 });
  });

  test('is neither given, nor counted with, a signal that it does not take', async () => {
    const outlet = outletFor({ name: 'logs', signals: ['logs'], export() {} });
    outlet.offer(batch(3));
    outlet.offer(batch(2, { signal: 'logs' }));
    await outlet.flush(1000);
    expect(outlet.counters.named('x')).toEqual({
      'x.spansExported': 0,
      'x.logsTaken': 2,
      'x.logsExported': 2,
    });
  });

  test('may be given more time than a timer can count', async () => {
    const slow = { name: 'slow', export: () => new Promise<void>((r) => setTimeout(r, 30)) };
    expect(await fateOfOne(slow, 1e10)).toEqual({ taken: 1, exported: 1 });
  });

  test('has time to close after it hung', async () => {
    let closed = false;
    const outlet = outletFor({
      name: 'hangs',
      export: () => new Promise(() => {}),
      async close() {
        await new Promise(setImmediate);
        closed = true;
      },
    });
    outlet.offer(batch(1));
    await outlet.close(400);
    expect(closed).toBe(true);
  });

  test('leaves no listener behind on a signal that lives on', async () => {
    const closing = new AbortController();
    const attempts = new Attempts({ name: 'fine', export() {} }, 1000, closing.signal);
    for (let i = 0; i < 5; i++) await attempts.make(batch(1));
    expect(getEventListeners(closing.signal, 'abort')).toEqual([]);
  });
});

test('a flush waits for what was taken before it, not for what comes after', async () => {
  const held: (() => void)[] = [];
  const outlet = outletFor({
    name: 'held',
    export: () => new Promise<void>((resolve) => held.push(resolve)),
  });
  outlet.offer(batch(1));
  outlet.offer(batch(2));
  let isFlushed = false;
  const flushed = outlet.flush(10_000).then(() => {
    isFlushed = true;
  });
  outlet.offer(batch(4));
  for (const done of [1, 2]) {
    while (held.length < done) await new Promise(setImmediate);
    expect(isFlushed).toBe(false);
    held[done - 1]?.();
  }
  await flushed;
  expect(count(outlet, 'exported')).toBe(3);
  await outlet.close(1);
});

function fail(error: unknown): never {
  throw error;
}

test('failures are told once in a while, with their number', async () => {
  const said: string[] = [];
  const outlet = outletFor({ name: 'x', export: () => Promise.reject(new Error('no')) }, 1e6, said);
  for (let i = 0; i < 50; i++) outlet.offer(batch(1));
  await outlet.flush(1000);
  expect(said).toEqual(['spanfn: no']);
});

describe('the time between two attempts', () => {
  const policy = { attempts: 9, firstDelay: 100, longestDelay: 1000 };

  test('doubles up to a bound, with jitter below it', () => {
    const longest = [1, 2, 3, 4, 5, 6].map((attempt) =>
      delayAfter(attempt, policy, undefined, () => 1),
    );
    const shortest = [1, 2, 3, 4, 5, 6].map((attempt) =>
      delayAfter(attempt, policy, undefined, () => 0),
    );
    expect(longest).toEqual([100, 200, 400, 800, 1000, 1000]);
    expect(shortest).toEqual([50, 100, 200, 400, 500, 500]);
  });

  test.each([
    [0, 100],
    [250, 250],
    [86_400_000, 1000],
  ])('is what the receiver asks for, within the bounds: %i', (asked, delay) => {
    expect(delayAfter(1, policy, asked)).toBe(delay);
  });
});
