import { setImmediate as immediate } from 'node:timers/promises';
import { contextFields, current, span, spanFn, start, withContext } from 'spanfn';
import { record } from 'spanfn/testing';
import { afterAll, expect, test } from 'vitest';
import 'spanfn/vitest';

afterAll(async () => {
  await start({ dispatcher: {}, redact: [] }).stop();
});

test('context fields stand on every span made inside, and on no other', async () => {
  const work = spanFn('work', () => {});
  const rec = await record(() => {
    work();
    withContext({ requestId: 'r1' }, () => {
      work();
      withContext({ userId: 7, requestId: 'r2' }, work);
      work();
    });
    work();
  });
  expect(rec).toMatchSpanTree(`
    work thread
    work thread {requestId="r1"}
    work thread {requestId="r2", userId=7}
    work thread {requestId="r1"}
    work thread
  `);
});

test('context fields last across await, for concurrent flows each their own', async () => {
  const handle = (requestId: string) =>
    withContext({ requestId }, () =>
      span('handle', async () => {
        await immediate();
        span('query', () => {});
      }),
    );
  const rec = await record(() => Promise.all(['a', 'b'].map(handle)));
  expect(rec).toMatchSpanTree(`
    handle async {requestId="a"}
      query thread {requestId="a"}
    handle async {requestId="b"}
      query thread {requestId="b"}
  `);
});

test('a span keeps the context of its creation, and its parent stays the current one', async () => {
  const rec = await record(() => {
    span('outer', (outer) => {
      withContext({ inner: true }, () => {
        expect(current()).toBe(outer);
        span('inner', () => {});
      });
      span('after', () => {});
    });
  });
  expect(rec).toMatchSpanTree(`
    outer thread
      inner thread {inner=true}
      after thread
  `);
});

test("a span's own field overrides the context", async () => {
  const rec = await record(() =>
    withContext({ a: 'context', b: 'context' }, () =>
      span('work', { fields: { a: 'own' } }, () => {}),
    ),
  );
  expect(rec.tree()).toBe('work thread {a="own", b="context"}');
});

test('withContext gives back what its function gives', async () => {
  const error = new Error('no');
  expect(withContext({}, () => 1)).toBe(1);
  expect(await withContext({}, async () => 2)).toBe(2);
  expect(() =>
    withContext({}, () => {
      throw error;
    }),
  ).toThrow(error);
  expect(contextFields()).toEqual({});
});

test('contextFields tells the fields around the caller, as a copy', async () => {
  await withContext({ a: 1 }, async () => {
    await immediate();
    const fields = contextFields();
    expect(fields).toEqual({ a: 1 });
    fields['a'] = 2;
    expect(contextFields()).toEqual({ a: 1 });
    withContext({ b: 2 }, () => expect(contextFields()).toEqual({ a: 1, b: 2 }));
  });
  expect(contextFields()).toEqual({});
});

test('context fields are copied at once: what happens to them later is not seen', async () => {
  const fields = { list: [1] };
  await withContext(fields, async () => {
    fields.list.push(2);
    expect(contextFields()).toEqual({ list: [1] });
  });
});

test('fields that are redacted everywhere are so in a context too', async () => {
  await using _ = start({ dispatcher: {}, redact: ['token'] });
  withContext({ token: 's3cret', deep: { token: 's3cret' } }, () => {
    expect(contextFields()).toEqual({ token: '[redacted]', deep: { token: '[redacted]' } });
  });
});

test.each([undefined, null, 5, 'text', () => {}])('%s is no context', (fields) => {
  expect(() => withContext(fields as never, () => {})).toThrow(
    expect.objectContaining({ code: 'SPANFN_BAD_OPTION', value: fields }),
  );
});

test('fields are kept where their names are odd', () => {
  const fields = JSON.parse('{"__proto__": 1, "constructor": 2, "": 3}');
  withContext(fields, () => {
    expect(Object.entries(contextFields())).toEqual(Object.entries(fields));
    expect(Object.getPrototypeOf(contextFields())).toBe(Object.prototype);
  });
});
