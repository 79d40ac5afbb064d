import { current, span, spanFn } from 'spanfn';
import { record } from 'spanfn/testing';
import { expect, test } from 'vitest';
import 'spanfn/vitest';

const KINDS = {
  sync: (run: () => void) => spanFn({ name: 'recurse', kind: 'sync' }, run),
  auto: (run: () => void) => spanFn({ name: 'recurse' }, run),
  manual: (run: () => void) => () => span('recurse', run),
};

/** Calls `body` with ever less stack left, so that the overflow strikes at every place once. */
function withLittleStack(body: () => void): void {
  let failures = 0;
  const descend = (): void => {
    try {
      descend();
    } catch (error) {
      if (failures < 200) {
        failures++;
        body();
      }
      throw error;
    }
  };
  expect(descend).toThrow(RangeError);
}

test.each(Object.keys(KINDS))('a stack overflow leaves the stack balanced: %s', async (kind) => {
  const recurse = KINDS[kind as keyof typeof KINDS](() => recurse());
  const rec = await record({ filter: 'info' }, () => {
    span('outer', (outer) => {
      for (let i = 0; i < 3; i++) {
        expect(recurse).toThrow();
        expect(current() === outer).toBe(true);
      }
      span('after', () => {});
    });
    expect(current()).toBeUndefined();
  });
  expect(rec.spans.length).toBeGreaterThan(1);
});

test.each(Object.keys(KINDS))('a stack overflow loses no span outside of it: %s', async (kind) => {
  const recurse = KINDS[kind as keyof typeof KINDS](() => recurse());
  const rec = await record(() => {
    span('outer', () => {
      expect(recurse).toThrow();
      span('after', () => {});
    });
  });
  expect(rec).toHaveSpan('outer', { parent: null });
  expect(rec).toHaveSpan('after', { parent: 'outer' });
  expect(rec).toHaveSpan('recurse', { parent: 'outer', status: 'error' });
});

test.each(Object.keys(KINDS))(
  'a call with hardly any stack left leaves it balanced: %s',
  async (kind) => {
    const work = KINDS[kind as keyof typeof KINDS](() => {});
    await record(() => {
      span('outer', (outer) => {
        withLittleStack(() => {
          try {
            work();
          } catch (error) {
            expect(error).toBeInstanceOf(RangeError);
          }
        });
        expect(current() === outer).toBe(true);
      });
      expect(current()).toBeUndefined();
    });
  },
);

test('two flows that take turns keep apart, and each its own stack', async () => {
  const turns: (() => void)[] = [];
  const flow = (name: string) =>
    span(name, async () => {
      for (let i = 0; i < 3; i++) {
        const guard = span(`${name}${i}`);
        span('work', () => {});
        guard[Symbol.dispose]();
        await new Promise<void>((resolve) => void turns.push(resolve));
      }
    });
  const rec = await record(async () => {
    const flows = Promise.all([flow('a'), flow('b')]);
    while (turns.length > 0) {
      turns.pop()?.();
      await null;
      await null;
    }
    await flows;
  });
  expect(rec).toMatchSpanTree(
    `
    a async
      a0 thread
        work thread
      a1 thread
        work thread
      a2 thread
        work thread
    b async
      b0 thread
        work thread
      b1 thread
        work thread
      b2 thread
        work thread
  `,
    { unordered: true },
  );
});

test('generators that take turns are current inside of their bodies only', async () => {
  const numbers = spanFn('numbers', function* (name: string) {
    for (let i = 0; i < 2; i++) {
      span(`${name}${i}`, () => {});
      yield i;
    }
  });
  const rec = await record(() => {
    span('outer', (outer) => {
      const [a, b] = [numbers('a'), numbers('b')];
      for (const one of [a, b, a, b, b, a]) {
        one.next();
        expect(current() === outer).toBe(true);
      }
    });
  });
  expect(rec).toMatchSpanTree(`
    outer thread
      numbers async
        a0 thread
        a1 thread
      numbers async
        b0 thread
        b1 thread
  `);
});

test('a generator begun in one flow and ended in another leaves both in order', async () => {
  const numbers = spanFn('numbers', function* () {
    span('first', () => {});
    yield 1;
    span('second', () => {});
  });
  const rec = await record(async () => {
    const shared = numbers();
    await span('a', async (own) => {
      shared.next();
      expect(current() === own).toBe(true);
    });
    await span('b', async (own) => {
      await null;
      shared.next();
      expect(current() === own).toBe(true);
      span('work', () => {});
    });
  });
  expect(rec).toMatchSpanTree(`
    a async
      numbers async
        first thread
        second thread
    b async
      work thread
  `);
});

test('a guard left open by one call does not stay current for the flow around it', async () => {
  const rec = await record(async () => {
    await span('flow', async () => {
      spanFn({ name: 'leaks', kind: 'sync' }, () => void span('never disposed'))();
      span('after', () => {});
    });
    span('root', () => {});
  });
  expect(rec).toHaveSpan('root', { parent: null });
});
