import { setImmediate as immediate } from 'node:timers/promises';
import { current, type ManualSpanOptions, type SpanFnError, span, start } from 'spanfn';
import { record } from 'spanfn/testing';
import { expect, test } from 'vitest';
import 'spanfn/vitest';

test('a callback runs inside the span and gives back what it gives', async () => {
  const error = new Error('no');
  const promise = Promise.resolve(3);
  const rec = await record(async () => {
    expect(span('value', () => 1)).toBe(1);
    expect(await span('async', async () => 2)).toBe(2);
    expect(span('promise', () => promise)).toBe(promise);
    expect(() =>
      span('throws', () => {
        throw error;
      }),
    ).toThrow(error);
    await expect(span('rejects', () => Promise.reject(error))).rejects.toBe(error);
    await promise;
  });
  expect(rec).toMatchSpanTree(`
    value thread
    async async
    promise async
    throws thread error: "no"
    rejects async error: "no"
  `);
  expect(rec).toHaveNoOpenSpans();
});

test('the callback is given its span, which is current', async () => {
  const rec = await record(async () => {
    span('sync', (own) => expect(current()).toBe(own));
    await span('async', async (own) => {
      await immediate();
      expect(current()).toBe(own);
      own.set('late', true);
    });
  });
  expect(rec).toMatchSpanTree(`
    sync thread
    async async {late=true}
  `);
});

test('a guard is current until its block is left', async () => {
  const rec = await record(() => {
    const block = (): void => {
      using outer = span('outer', { fields: { id: 1 } });
      expect(current()).toBe(outer);
      {
        using inner = span('inner');
        inner.set('n', 2);
      }
      expect(current()).toBe(outer);
    };
    block();
    expect(current()).toBeUndefined();
    expect(() => {
      using _ = span('left by a throw');
      throw new Error('no');
    }).toThrow('no');
    expect(current()).toBeUndefined();
  });
  expect(rec).toMatchSpanTree(`
    outer thread {id=1}
      inner thread {n=2}
    left by a throw thread
  `);
});

test('guards disposed out of order leave the stack in order', async () => {
  const rec = await record(() => {
    const [a, b, c] = [span('a'), span('b'), span('c')];
    b[Symbol.dispose]();
    expect(current()).toBe(c);
    a[Symbol.dispose]();
    expect(current()).toBe(c);
    span('in c', () => {});
    c[Symbol.dispose]();
    expect(current()).toBeUndefined();
    span('root', () => {});
  });
  expect(rec).toMatchSpanTree(`
    a thread
      b thread
        c thread
          in c thread
    root thread
  `);
  expect(rec).toHaveNoOpenSpans();
});

test('guards disposed out of order outside of any flow leave the stack in order', async () => {
  const begun: string[] = [];
  const dispatcher = {
    spanBegin: ({ name, parent }: { name: string; parent: { name: string } | null }) =>
      void begun.push(`${parent?.name ?? 'none'} > ${name}`),
  };
  await using _ = start({ dispatcher });
  const outer = span('outer');
  const inner = span('inner');
  outer[Symbol.dispose]();
  expect(current() === inner).toBe(true);
  span('in inner', () => {});
  inner[Symbol.dispose]();
  expect(current()).toBeUndefined();
  span('root', () => {});
  expect(begun).toEqual(['none > outer', 'outer > inner', 'inner > in inner', 'none > root']);
});

test('a guard disposed twice ends once', async () => {
  const rec = await record(() => {
    const guard = span('guard');
    const other = span('other');
    guard[Symbol.dispose]();
    guard[Symbol.dispose]();
    expect(current()).toBe(other);
    other[Symbol.dispose]();
    other[Symbol.dispose]();
  });
  expect(rec.events.map(({ type, span: { name } }) => `${type} ${name}`)).toEqual([
    'begin guard',
    'begin other',
    'end guard',
    'end other',
  ]);
});

test('set takes a key with its value, or fields, and later ones override', async () => {
  const rec = await record(() => {
    span('work', { fields: { a: 1, b: 1 } }, (own) => {
      expect(own.set('b', 2).set({ c: [3, 'x'], d: { e: null } })).toBe(own);
      own.set(null as never).set(5 as never);
    });
  });
  expect(rec.tree()).toBe('work thread {a=1, b=2, c=[3, "x"], d={e=null}}');
});

test('a failure stays one, whatever is said later', async () => {
  const rec = await record(() => {
    span('failed', (own) => void own.ok().fail(new Error('no')).ok());
    span('ok', (own) => void own.ok());
    span('unset', () => {});
    span('failed with nothing', (own) => void own.fail(undefined));
  });
  expect(rec.spans.map(({ name, status }) => [name, status])).toEqual([
    ['failed', 'error'],
    ['ok', 'ok'],
    ['unset', 'unset'],
    ['failed with nothing', 'error'],
  ]);
  expect(rec.tree()).toContain('failed with nothing thread error: "undefined"');
});

test('an error that is thrown after all overrides what was said', async () => {
  const rec = await record(() => {
    expect(() =>
      span('work', (own) => {
        own.ok();
        throw new TypeError('no');
      }),
    ).toThrow('no');
  });
  expect(rec).toHaveSpan('work', { status: 'error' });
});

test('root starts a new trace; parent hangs the span below another', async () => {
  const rec = await record(async () => {
    await span('request', async (request) => {
      span('detached', { root: true }, () => span('below detached', () => {}));
      span('sibling', () => span('adopted', { parent: request }, () => {}));
      span('default', { parent: null }, () => {});
    });
  });
  expect(rec).toMatchSpanTree(
    `
    request async
      adopted thread
      default thread
      sibling thread
    detached thread
      below detached thread
  `,
    { unordered: true },
  );
  const traces = new Map(rec.spans.map((one) => [one.name, one.traceId]));
  expect(traces.get('detached')).not.toBe(traces.get('request'));
  expect(traces.get('adopted')).toBe(traces.get('request'));
});

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const REMOTE = { traceId: TRACE, spanId: 'b7ad6b7169203331' };
const PARENTS: Record<string, NonNullable<ManualSpanOptions['parent']>> = {
  'a traceparent': `00-${TRACE}-${REMOTE.spanId}-01`,
  'an id pair': REMOTE,
};

test.each(Object.keys(PARENTS))('a span continues the trace of %s', async (form) => {
  const rec = await record(() => {
    span('handler', { parent: PARENTS[form] }, (own) => {
      expect(own.traceparent).toBe(`00-${TRACE}-${own.spanId}-01`);
      span('below', () => {});
    });
  });
  const [handler, below] = rec.spans;
  expect(handler).toMatchObject({ traceId: TRACE, parentSpanId: REMOTE.spanId, depth: 0 });
  expect(handler!.parent).toBeNull();
  expect(below).toMatchObject({ traceId: TRACE, parentSpanId: handler!.spanId, depth: 1 });
});

test('a traceparent written by one span is read by another', async () => {
  const sender = await record(() => span('send', (own) => void own.set('header', own.traceparent)));
  const header = sender.spans[0]!.fields['header'] as string;
  const receiver = await record(() => span('receive', { parent: header }, () => {}));
  expect(receiver.spans[0]).toMatchObject({
    traceId: sender.spans[0]!.traceId,
    parentSpanId: sender.spans[0]!.spanId,
  });
});

test('links name other spans, with fields if there are any', async () => {
  const rec = await record(() => {
    span('first', (first) => {
      span('second', { root: true, links: [first, PARENTS['a traceparent'] as string] }, (own) =>
        own.link({ ...REMOTE, fields: { why: 'batch' } }).link(first),
      );
    });
  });
  const [first, second] = ['first', 'second'].map((name) =>
    rec.spans.find((one) => one.name === name),
  );
  const ours = { traceId: first!.traceId, spanId: first!.spanId };
  expect(second!.links).toEqual([ours, REMOTE, { ...REMOTE, fields: { why: 'batch' } }, ours]);
  expect(first!.links).toEqual([]);
});

const NAMES_NO_SPAN: Record<string, unknown> = {
  'a wrong header': 'not a traceparent',
  'a short id': { traceId: 'abc', spanId: 'def' },
  zeros: { traceId: '0'.repeat(32), spanId: '0'.repeat(16) },
  'a number': 5,
  'an empty object': {},
  'a proxy that throws': new Proxy(
    {},
    {
      get() {
        throw new Error('trap');
      },
      has() {
        throw new Error('trap');
      },
    },
  ),
};

test.each(Object.keys(NAMES_NO_SPAN))(
  '%s is no parent and no link: counted, never thrown',
  async (form) => {
    const reference = NAMES_NO_SPAN[form] as string;
    await using handle = start({ dispatcher: {} });
    const before = handle.stats().captureErrors;
    const rec = await record(() => {
      span('outer', () => {
        span('inner', { parent: reference, links: [reference] }, (own) => void own.link(reference));
      });
    });
    expect(rec).toMatchSpanTree(`
    outer thread
      inner thread
  `);
    expect(rec.spans[1]!.links).toEqual([]);
    expect(handle.stats().captureErrors - before).toBe(3);
  },
);

test('links that are no list do no harm', async () => {
  const rec = await record(() => {
    for (const links of [5, null, { length: 1 }]) span('work', { links } as never, () => 'done');
  });
  expect(rec.spans).toHaveLength(3);
});

test('without a dispatcher a manual span is a quiet stand-in', () => {
  const result = span('off', (own) => {
    own.set('a', 1).set({ b: 2 }).fail(new Error('no')).ok().link('nonsense');
    expect(own).toMatchObject({ fields: {}, status: 'unset', ended: true, depth: 0 });
    expect(own.traceparent).toBe(`00-${'0'.repeat(32)}-${'0'.repeat(16)}-00`);
    expect(current()).toBeUndefined();
    return 'result';
  });
  expect(result).toBe('result');
  using guard = span('off');
  expect(current()).toBeUndefined();
  expect(guard.ended).toBe(true);
});

test('a span that the filter leaves out passes its parent on', async () => {
  const rec = await record({ filter: 'info' }, () => {
    span('outer', () => {
      span('left out', { level: 'debug' }, () => span('inner', () => {}));
      using _ = span('left out too', { level: 'trace' });
      span('inner', () => {});
    });
  });
  expect(rec).toMatchSpanTree(`
    outer thread
      inner thread
      inner thread
  `);
});

test('names, levels and options that cannot be are refused', () => {
  const codeOf = (run: () => unknown): string => {
    try {
      run();
    } catch (error) {
      return (error as SpanFnError).code;
    }
    return 'none';
  };
  expect(codeOf(() => span('', () => {}))).toBe('SPANFN_BAD_NAME');
  expect(codeOf(() => span(5 as never, () => {}))).toBe('SPANFN_BAD_NAME');
  expect(codeOf(() => span('bad', { level: 'loud' as never }, () => {}))).toBe('SPANFN_BAD_LEVEL');
  expect(codeOf(() => span('bad', 5 as never))).toBe('SPANFN_BAD_OPTION');
});

test('endless names make no endless list of sites', async () => {
  const rec = await record(() => {
    for (let i = 0; i < 5000; i++) span(`name ${i}`, () => {});
  });
  expect(rec.spans.at(-1)!.name).toBe('name 4999');
  expect(rec.spans).toHaveLength(5000);
});
