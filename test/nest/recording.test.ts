import 'spanfn/vitest';
import { fileURLToPath } from 'node:url';
import { record } from 'spanfn/testing';
import { expect, test } from 'vitest';
import { compileApp } from './harness/compile.ts';
import { requestThat } from './harness/requests.ts';
import { serve } from './harness/server.ts';

const MARKS = ['handlerAbove', 'layer'] as const;
const BUILT = [
  ['ES modules', '../../dist/esm/src/index.js'],
  ['CommonJS', '../../dist/cjs/src/index.js'],
] as const;

test('a recording around a Nest server has the spans of its requests', async () => {
  const app = await compileApp(MARKS);
  const recording = await record(async () => {
    await using server = await serve(app);
    await server.ask(requestThat('finds an order'));
    await server.ask(requestThat('adds an order'));
  });
  expect(recording).toMatchSpanTree(`
    OrdersController.find async {id=1}
      OrdersService.find async
        OrdersRepository.byId async
    OrdersController.add async {user="ada"}
      OrdersService.add async
        OrdersRepository.add async
  `);
  expect(recording).toHaveNoOpenSpans();
});

test('each request is a trace of its own', async () => {
  const app = await compileApp(MARKS);
  const recording = await record(async () => {
    await using server = await serve(app);
    const request = requestThat('finds an order');
    await Promise.all([server.ask(request), server.ask(request), server.ask(request)]);
  });
  expect(recording.spans).toHaveLength(9);
  expect(new Set(recording.spans.map((span) => span.traceId)).size).toBe(3);
});

test('a span knows the module that its handler was decorated in', async () => {
  const app = await compileApp(MARKS);
  const recording = await record(async () => {
    await using server = await serve(app);
    await server.ask(requestThat('is answered synchronously'));
  });
  const files = recording.spans.map((span) => span.site.target.replace(/.*\//, ''));
  expect(files).toEqual(['orders.controller.js', 'orders.service.js', 'orders.repository.js']);
});

test.each(BUILT)('a copy of the package built as %s records into this one', async (_, path) => {
  const copy = fileURLToPath(new URL(path, import.meta.url));
  const app = await compileApp(MARKS, copy);
  await using server = await serve(app);
  const { recording } = await server.askRecorded(requestThat('finds an order'));
  expect(recording).toMatchSpanTree(`
    OrdersController.find async {id=1}
      OrdersService.find async
        OrdersRepository.byId async
  `);
});
