import { EventEmitter, once } from 'node:events';
import { setImmediate as immediate, setTimeout as timeout } from 'node:timers/promises';
import { current, span, spanFn } from 'spanfn';
import { record } from 'spanfn/testing';
import { expect, test } from 'vitest';
import 'spanfn/vitest';

const sync = <A extends unknown[]>(name: string, run: (...args: A) => unknown) =>
  spanFn({ name, kind: 'sync' }, run);
const leaf = (name: string): void => void sync(name, () => {})();

test('nested calls nest, siblings stand side by side', async () => {
  const rec = await record(() => {
    const inner = sync('inner', () => leaf('innermost'));
    sync('outer', () => {
      inner();
      inner();
    })();
    leaf('apart');
  });
  expect(rec).toMatchSpanTree(`
    outer thread
      inner thread
        innermost thread
      inner thread
        innermost thread
    apart thread
  `);
});

test('nesting holds across every await', async () => {
  const inner = spanFn('inner', async () => {
    await immediate();
    leaf('deep');
  });
  const outer = spanFn('outer', async () => {
    leaf('before');
    await null;
    leaf('between');
    await inner();
    await timeout(0);
    leaf('after');
  });
  const rec = await record(outer);
  expect(rec).toMatchSpanTree(`
    outer async
      before thread
      between thread
      inner async
        deep thread
      after thread
  `);
});

test('an async call leaves the current span of its caller alone', async () => {
  const slow = spanFn('slow', async () => {
    await immediate();
  });
  const rec = await record(async () => {
    const outer = spanFn('outer', async () => {
      const before = current();
      const pending = slow();
      expect(current()).toBe(before);
      leaf('meanwhile');
      await pending;
      expect(current()).toBe(before);
    });
    await outer();
    expect(current()).toBeUndefined();
  });
  expect(rec).toMatchSpanTree(`
    outer async
      slow async
      meanwhile thread
  `);
});

test('branches of Promise.all keep to their own spans', async () => {
  const branch = async (name: string) => {
    await span(name, async () => {
      for (let i = 0; i < 3; i++) {
        leaf(`${name}${i}`);
        await immediate();
      }
    });
  };
  const rec = await record(spanFn('all', () => Promise.all(['a', 'b', 'c'].map(branch))));
  expect(rec).toMatchSpanTree(
    `
    all async
      a async
        a0 thread
        a1 thread
        a2 thread
      b async
        b0 thread
        b1 thread
        b2 thread
      c async
        c0 thread
        c1 thread
        c2 thread
  `,
    { unordered: true },
  );
});

const defer: Record<string, (run: () => void) => unknown> = {
  setTimeout: (run) => setTimeout(run),
  setImmediate: (run) => setImmediate(run),
  setInterval: (run) => {
    const id = setInterval(() => {
      clearInterval(id);
      run();
    });
  },
  queueMicrotask: (run) => queueMicrotask(run),
  nextTick: (run) => process.nextTick(run),
  'a promise': (run) => Promise.resolve().then(run),
};

test.each(Object.keys(defer))('a callback of %s hangs below the flow that asked', async (name) => {
  const flow = spanFn('flow', async () => {
    await new Promise<void>((resolve) => {
      defer[name]!(() => {
        leaf('callback');
        resolve();
      });
    });
    leaf('after');
  });
  const rec = await record(flow);
  expect(rec).toMatchSpanTree(`
    flow async
      callback thread
      after thread
  `);
});

test('a listener hangs below the span that emits', async () => {
  const emitter = new EventEmitter();
  emitter.on('event', () => leaf('listener'));
  const rec = await record(async () => {
    sync('first', () => emitter.emit('event'))();
    await spanFn('second', async () => {
      await immediate();
      emitter.emit('event');
    })();
  });
  expect(rec).toMatchSpanTree(`
    first thread
      listener thread
    second async
      listener thread
  `);
});

test('who awaits an event keeps its own span', async () => {
  const emitter = new EventEmitter();
  const waits = spanFn('waits', async () => {
    await once(emitter, 'event');
    leaf('woken');
  });
  const rec = await record(async () => {
    const waiting = waits();
    sync('emits', () => emitter.emit('event'))();
    await waiting;
  });
  expect(rec).toMatchSpanTree(`
    waits async
      woken thread
    emits thread
  `);
});

test('code in between that is not instrumented passes the parent on', async () => {
  const plain = async (run: () => unknown): Promise<void> => {
    await immediate();
    [1].forEach(() => void run());
    await immediate();
  };
  const rec = await record(
    spanFn('outer', async () => {
      await plain(() => {});
      await plain(() => leaf('inner'));
    }),
  );
  expect(rec).toMatchSpanTree(`
    outer async
      inner thread
  `);
});

test('catch and finally after a rejected await see their own span', async () => {
  const fails = spanFn('fails', async () => {
    await immediate();
    throw new Error('no');
  });
  const outer = spanFn('outer', async () => {
    try {
      await fails();
    } catch {
      leaf('caught');
    } finally {
      leaf('finally');
    }
    await fails().catch(() => leaf('handler'));
  });
  const rec = await record(outer);
  expect(rec).toMatchSpanTree(`
    outer async
      fails async error: "no"
      caught thread
      finally thread
      fails async error: "no"
      handler thread
  `);
});

test('catch in the same tick as a synchronous throw sees its own span', async () => {
  const fails = sync('fails', () => {
    leaf('doomed');
    throw new Error('no');
  });
  const outer = sync('outer', () => {
    try {
      fails();
    } catch {
      leaf('caught');
    }
  });
  expect(await record(outer)).toMatchSpanTree(`
    outer thread
      fails thread error: "no"
        doomed thread
      caught thread
  `);
});

const later = (run: () => void, resolve: () => void): void => {
  setTimeout(() => {
    run();
    resolve();
  });
};

test('work that outlives a sync span hangs off the flow, in the same trace', async () => {
  const starts = sync('starts', (resolve: () => void) => later(() => leaf('late'), resolve));
  const rec = await record(
    spanFn('flow', async () => {
      await new Promise<void>((resolve) => void starts(resolve));
    }),
  );
  expect(rec).toMatchSpanTree(`
    flow async
      starts thread
      late thread
  `);
  expect(new Set(rec.spans.map((one) => one.traceId)).size).toBe(1);
});

test('a sync root keeps what it starts in its trace', async () => {
  const rec = await record(
    () =>
      new Promise<void>((resolve) => {
        sync('root', () => later(() => leaf('late'), resolve))();
        leaf('other');
      }),
  );
  const [root, other, late] = rec.spans;
  expect(rec).toMatchSpanTree(`
    root thread
      late thread
    other thread
  `);
  expect(late!.traceId).toBe(root!.traceId);
  expect(other!.traceId).not.toBe(root!.traceId);
});

test('a function of unknown kind owns what it starts, even what outlives it', async () => {
  const starts = spanFn('starts', (resolve: () => void) => later(() => leaf('late'), resolve));
  const rec = await record(
    spanFn('flow', async () => {
      await new Promise<void>((resolve) => starts(resolve));
    }),
  );
  expect(rec).toMatchSpanTree(`
    flow async
      starts thread
        late thread
  `);
});

test('parent, trace and depth are those of the moment of creation', async () => {
  let lone: (() => void) | undefined;
  const rec = await record(async () => {
    await span('first', async () => {
      const inside = span('held');
      const { depth, traceId, parentSpanId } = inside;
      inside[Symbol.dispose]();
      await immediate();
      expect([inside.depth, inside.traceId, inside.parentSpanId]).toEqual([
        depth,
        traceId,
        parentSpanId,
      ]);
      lone = () => leaf('called elsewhere');
    });
    await span('second', async () => lone?.());
  });
  expect(rec.spans.map(({ name, depth }) => [name, depth])).toEqual([
    ['first', 0],
    ['held', 1],
    ['second', 0],
    ['called elsewhere', 1],
  ]);
  expect(rec).toHaveSpan('called elsewhere', { parent: 'second' });
  expect(rec.spans[3]!.parentSpanId).toBe(rec.spans[2]!.spanId);
});

test('a generator hangs below whoever asks it first', async () => {
  const count = spanFn('count', function* () {
    leaf('body');
    yield 1;
    leaf('body again');
  });
  const rec = await record(() => {
    const numbers = sync('makes', () => count())() as Generator<number>;
    sync('first', () => numbers.next())();
    sync('second', () => numbers.next())();
  });
  expect(rec).toMatchSpanTree(`
    makes thread
    first thread
      count async
        body thread
        body again thread
    second thread
  `);
});
