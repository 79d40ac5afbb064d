import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { compileApp } from './harness/compile.ts';
import { drawAtOnce, drawInTurn } from './harness/drawing.ts';
import { REQUESTS } from './harness/requests.ts';
import { serve } from './harness/server.ts';
import { BY_CLASS, BY_ENHANCER, BY_HANDLER } from './harness/variants.ts';

/** Controller, service and repository below each request. */
const LAYERS = treesIn('layers');
/** The same among what Nest calls before and after a handler. */
const PIPELINE = treesIn('pipeline');

describe.each(BY_HANDLER)('with @spanFn %s', (_, marks) => {
  test('the spans of a request nest controller, service, repository', async () => {
    await using server = await serve(await compileApp(marks));
    expect(await drawInTurn(server, REQUESTS)).toBe(LAYERS);
  });
});

describe.each([...BY_CLASS, BY_ENHANCER])('with @spanFn %s', (_, marks) => {
  test('a handler nests below the interceptor that calls it', async () => {
    await using server = await serve(await compileApp(marks));
    // Only decorators on methods say which arguments are fields.
    expect(await drawInTurn(server, REQUESTS, { fields: false })).toBe(PIPELINE);
  });
});

test('requests that come at once have the spans that each has alone', async () => {
  const app = await compileApp(BY_ENHANCER[1]);
  const requests = REQUESTS.filter((request) => request.counts !== true);
  await using server = await serve(app);
  const alone = await drawInTurn(server, requests);
  expect(await drawAtOnce(server, [...requests, ...requests])).toBe(alone + alone);
});

function treesIn(name: string): string {
  return readFileSync(new URL(`./trees/${name}.txt`, import.meta.url), 'utf8');
}
