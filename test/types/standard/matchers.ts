/** The matchers under Vitest and under Jest. Compiled, never run. */
import { expect as jestExpect } from '@jest/globals';
import { record } from 'spanfn/testing';
import { expect } from 'vitest';
import 'spanfn/jest';
import 'spanfn/vitest';

const recording = await record(() => {});

expect(recording).toHaveSpan('a');
expect(recording).not.toHaveSpan('a', { kind: 'async', status: 'error', parent: null });
expect(recording).toHaveSpan('a', { fields: { rows: expect.any(Number) }, parent: 'b' });
expect(recording).toMatchSpanTree('a async', { unordered: true, fields: false });
expect(recording).toHaveNoOpenSpans();
await expect(record(() => {})).resolves.toHaveSpan('a');
expect(recording).toHaveLogged('warn', 'slow', { rows: expect.any(Number) });
expect(recording).not.toHaveLogged('info', /^slow/);

// @ts-expect-error no such kind
expect(recording).toHaveSpan('a', { kind: 'sync' });
// @ts-expect-error no such status
expect(recording).toHaveSpan('a', { status: 'failed' });
// @ts-expect-error no such expectation
expect(recording).toHaveSpan('a', { field: { rows: 1 } });
// @ts-expect-error a name is wanted
expect(recording).toHaveSpan();
// @ts-expect-error no such level
expect(recording).toHaveLogged('loud', 'slow');
// @ts-expect-error a text is wanted
expect(recording).toHaveLogged('warn');
// @ts-expect-error a tree is a text
expect(recording).toMatchSpanTree(['a async']);

jestExpect(recording).toHaveSpan('a', { kind: 'async', fields: { rows: jestExpect.any(Number) } });
jestExpect(recording).not.toMatchSpanTree('a async', { unordered: true });
jestExpect(recording).toHaveNoOpenSpans();
await jestExpect(record(() => {})).resolves.toHaveSpan('a');
jestExpect(recording).toHaveLogged('warn', 'slow', { rows: jestExpect.any(Number) });

// @ts-expect-error no such kind
jestExpect(recording).toHaveSpan('a', { kind: 'sync' });
// @ts-expect-error a tree is a text
jestExpect(recording).toMatchSpanTree(1);
