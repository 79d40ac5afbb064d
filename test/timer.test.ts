import { setImmediate as immediate } from 'node:timers/promises';
import { type SpanFnError, span, timer } from 'spanfn';
import { record } from 'spanfn/testing';
import { expect, test } from 'vitest';
import 'spanfn/vitest';

test('a timer records on the span that was current at its start', async () => {
  const rec = await record(async () => {
    await span('outer', async () => {
      const total = timer('total');
      await span('inner', async () => {
        using _ = timer('parse');
        await immediate();
        total.stop();
      });
    });
  });
  const [outer, inner] = rec.spans;
  expect(outer!.fields).toEqual({ total: expect.any(Number) });
  expect(inner!.fields).toEqual({ parse: expect.any(Number) });
});

test('a timer measures once and says the same ever after', async () => {
  await record(() => {
    span('work', (own) => {
      const measured = timer('t');
      expect(measured.elapsed).toBeGreaterThanOrEqual(0);
      const first = measured.stop();
      expect(measured.stop()).toBe(first);
      expect(measured.elapsed).toBe(first);
      measured[Symbol.dispose]();
      expect(own.fields).toEqual({ t: first });
    });
  });
});

test('a running timer never goes back', () => {
  const running = timer('t');
  let last = 0;
  for (let i = 0; i < 1000; i++) {
    const { elapsed } = running;
    expect(elapsed).toBeGreaterThanOrEqual(last);
    last = elapsed;
  }
  expect(running.stop()).toBeGreaterThanOrEqual(last);
});

test('a timer without a span measures all the same', () => {
  expect(timer('t').stop()).toBeGreaterThanOrEqual(0);
});

test('a timer must have a name', () => {
  expect(() => timer('')).toThrow(
    expect.objectContaining({ code: 'SPANFN_BAD_NAME' } satisfies Partial<SpanFnError>),
  );
});
