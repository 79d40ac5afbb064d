import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { span, start } from 'spanfn';
import { record } from 'spanfn/testing';
import { expect, test } from 'vitest';
import { bundle } from './program.ts';

/** Runs a program in a worker and returns what it posts. */
async function inWorker(program: string): Promise<unknown> {
  const worker = new Worker(await bundle(program), { eval: true });
  const [message] = await once(worker, 'message');
  await worker.terminate();
  return message;
}

const IMPORTS = `
  import { parentPort } from 'node:worker_threads';
  import { current, isEnabled, markInternal, span, spanFn, start, contextFields } from 'spanfn';
  import { record } from 'spanfn/testing';
`;

test('a worker has a state of its own', async () => {
  const heard: string[] = [];
  await using handle = start({
    dispatcher: { spanBegin: ({ name }) => void heard.push(name) },
    redact: ['secret'],
  });
  const seen = await span('main', () =>
    inWorker(`${IMPORTS}
      const before = [isEnabled(), current(), contextFields()];
      span('unheard', () => {});
      const names = [];
      start({ dispatcher: { spanBegin: ({ name, fields }) => { names.push([name, fields]) } } });
      span('worker', { fields: { secret: 'told' } }, () => {});
      parentPort.postMessage({ before, names });
    `),
  );
  expect(seen).toEqual({
    before: [false, undefined, {}],
    names: [['worker', { secret: 'told' }]],
  });
  expect(heard).toEqual(['main']);
  expect(handle.stats().spansBegun).toBe(1);
});

test('ids of two threads do not repeat each other', async () => {
  const program = `${IMPORTS}
    const ids = [];
    using rec = record();
    for (let i = 0; i < 1000; i++) span('x', () => {});
    parentPort.postMessage(rec.spans.map(({ traceId, spanId }) => [traceId, spanId]).flat());
  `;
  const lists = await Promise.all([inWorker(program), inWorker(program)]);
  expect(new Set(lists.flat()).size).toBe(4000);
});

test('a trace goes on in a worker by its traceparent', async () => {
  const rec = await record(() =>
    span('main', async (own) => {
      const program = `${IMPORTS}
        using rec = record();
        span('worker', { parent: '${own.traceparent}' }, () => {});
        const { traceId, parentSpanId } = rec.spans[0];
        parentPort.postMessage({ traceId, parentSpanId });
      `;
      const { traceId, spanId } = own;
      expect(await inWorker(program)).toEqual({ traceId, parentSpanId: spanId });
    }),
  );
  expect(rec.tree()).toBe('main async');
});

test('a thread marked as internal traces nothing at all', async () => {
  const seen = await inWorker(`${IMPORTS}
    const names = [];
    start({ dispatcher: { spanBegin: ({ name }) => { names.push(name) } } });
    const work = spanFn('work', async () => { await null; span('inner', () => {}); });
    work().then(async () => {
      const before = names.length;
      markInternal();
      await work();
      const rec = await record(work);
      parentPort.postMessage([before, names.length, rec.spans.length, isEnabled()]);
    });
  `);
  expect(seen).toEqual([2, 2, 0, false]);
});
