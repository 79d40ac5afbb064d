import { span, spanFn, timer } from 'spanfn';
import { record } from 'spanfn/testing';
import { afterEach, expect, test, vi } from 'vitest';
import { fixedClock } from '../src/base/clock.ts';

afterEach(() => {
  vi.useRealTimers();
});

/** Records a few spans, one after another. */
async function times(): Promise<{ starts: bigint[]; durations: number[] }> {
  const rec = await record(() => {
    for (let i = 0; i < 100; i++) span('work', () => {});
  });
  return {
    starts: rec.spans.map(({ startTime }) => startTime),
    durations: rec.spans.map(({ duration }) => duration),
  };
}

const ascends = (list: readonly bigint[]): boolean =>
  list.every((one, i) => i === 0 || one > (list[i - 1] as bigint));

test('time goes on, in Unix nanoseconds', async () => {
  const before = BigInt(Date.now() - 60_000) * 1_000_000n;
  const { starts, durations } = await times();
  expect(ascends(starts)).toBe(true);
  expect(starts[0]).toBeGreaterThan(before);
  expect(starts.at(-1)).toBeLessThan(before + 120_000_000_000n);
  expect(Math.min(...durations)).toBeGreaterThan(0);
});

test('fake timers do not reach the clock', async () => {
  vi.useFakeTimers({
    now: 0,
    toFake: ['Date', 'performance', 'hrtime', 'setTimeout', 'queueMicrotask'],
  });
  const before = process.hrtime.bigint();
  const { starts, durations } = await times();
  expect(process.hrtime.bigint()).toBe(before);
  expect(ascends(starts)).toBe(true);
  expect(Math.min(...durations)).toBeGreaterThan(0);
  expect(timer('t').stop()).toBeGreaterThan(0);
});

test('a clock that is set back moves no span', async () => {
  const { starts: before } = await times();
  vi.setSystemTime(new Date('2001-01-01'));
  const { starts: after, durations } = await times();
  expect(ascends([...before, ...after])).toBe(true);
  expect(Math.min(...durations)).toBeGreaterThan(0);
});

test('an open span has a duration that grows, and no end', async () => {
  await record(() => {
    span('work', (own) => {
      const first = own.duration;
      expect(own.endTime).toBeUndefined();
      expect(own.duration).toBeGreaterThan(first);
    });
  });
});

test('a child begins after its parent and ends before it', async () => {
  const rec = await record({ clock: 'fixed' }, () => span('outer', () => span('inner', () => {})));
  const [outer, inner] = rec.spans.map(({ startTime, duration }) => ({
    start: startTime,
    end: startTime + BigInt(duration),
  }));
  expect(inner!.start).toBeGreaterThan(outer!.start);
  expect(inner!.end).toBeLessThan(outer!.end);
});

test('a fixed clock goes in equal steps', () => {
  const clock = fixedClock(0n, 10n);
  const [one, two, three] = [clock.now(), clock.now(), clock.now()];
  expect([two - one, three - two]).toEqual([10n, 10n]);
});

test('a generator counts the time in its body, not the time between', async () => {
  const numbers = spanFn('numbers', function* () {
    yield 1;
    yield 2;
  });
  const rec = await record({ clock: 'fixed' }, () => {
    for (const _ of numbers()) span('between', () => {});
  });
  const { busy, duration } = rec.spans.find(({ name }) => name === 'numbers')!;
  expect(busy).toBe(3000);
  expect(duration).toBe(11_000);
  expect(rec.spans.find(({ name }) => name === 'between')!.busy).toBeUndefined();
});
