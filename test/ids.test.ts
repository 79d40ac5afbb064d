import { type SpanFnError, span } from 'spanfn';
import { record } from 'spanfn/testing';
import { expect, test } from 'vitest';
import {
  checkSpanContext,
  countingIds,
  newTrace,
  parseTraceparent,
  randomIds,
} from '../src/base/ids.ts';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const SPAN = 'b7ad6b7169203331';

test('a million ids are a million different ids', () => {
  const ids = randomIds();
  const seen = new Set<string>();
  for (let i = 0; i < 1_000_000; i++) seen.add(`${ids.word()} ${ids.word()}`);
  expect(seen.size).toBe(1_000_000);
});

test('two generators go different ways', () => {
  const [one, two] = [randomIds(), randomIds()];
  const words = (ids: { word(): number }) => Array.from({ length: 100 }, () => ids.word());
  expect(new Set([...words(one), ...words(two)]).size).toBeGreaterThan(198);
});

test('a seed of nothing but zeros still makes ids', () => {
  const ids = randomIds(new Int32Array(4));
  const words = Array.from({ length: 100 }, () => ids.word());
  expect(new Set(words.slice(10)).size).toBeGreaterThan(80);
});

test('no id is ever all zero, even if the generator says so', () => {
  const zeros = { word: () => 0, unique: () => 0 };
  expect(newTrace(zeros).hex).toBe(`${'0'.repeat(31)}1`);
});

test('ids of spans are well-formed and differ', async () => {
  const rec = await record(() => {
    for (let i = 0; i < 1000; i++) span('root', () => span('child', () => {}));
  });
  const spanIds = new Set(rec.spans.map(({ spanId }) => spanId));
  const traceIds = new Set(rec.spans.map(({ traceId }) => traceId));
  expect([spanIds.size, traceIds.size]).toEqual([2000, 1000]);
  for (const id of spanIds) expect(id).toMatch(/^(?!0{16})[0-9a-f]{16}$/);
  for (const id of traceIds) expect(id).toMatch(/^(?!0{32})[0-9a-f]{32}$/);
});

test('words with their highest bit set are written without a sign', () => {
  const ids = { word: () => -1, unique: () => -1 };
  expect(newTrace(ids).hex).toBe('f'.repeat(32));
});

test('counting ids count', () => {
  const ids = countingIds();
  expect([ids.word(), ids.word(), ids.word()]).toEqual([1, 2, 3]);
});

test('a traceparent is read', () => {
  const context = { traceId: TRACE, spanId: SPAN, sampled: true };
  expect(parseTraceparent(`00-${TRACE}-${SPAN}-01`)).toEqual(context);
  expect(parseTraceparent(`00-${TRACE}-${SPAN}-00`)).toEqual({ ...context, sampled: false });
  expect(parseTraceparent(`cc-${TRACE}-${SPAN}-01-what-the-future-brings`)).toEqual(context);
});

const MALFORMED: Record<string, string> = {
  nothing: '',
  text: 'traceparent',
  'a version that is reserved': `ff-${TRACE}-${SPAN}-01`,
  'a version of one digit': `0-${TRACE}-${SPAN}-01`,
  'a trace of zeros': `00-${'0'.repeat(32)}-${SPAN}-01`,
  'a span of zeros': `00-${TRACE}-${'0'.repeat(16)}-01`,
  'a short trace': `00-${TRACE.slice(1)}-${SPAN}-01`,
  'a long span': `00-${TRACE}-${SPAN}0-01`,
  'capital letters': `00-${TRACE.toUpperCase()}-${SPAN}-01`,
  'letters that are no digits': `00-${TRACE.replace('a', 'g')}-${SPAN}-01`,
  'no flags': `00-${TRACE}-${SPAN}`,
  'flags of one digit': `00-${TRACE}-${SPAN}-1`,
  'more than version 00 has': `00-${TRACE}-${SPAN}-01-more`,
  'more without a dash': `cc-${TRACE}-${SPAN}-01more`,
  'a space before': ` 00-${TRACE}-${SPAN}-01`,
  'a line after': `00-${TRACE}-${SPAN}-01\n`,
};

test.each(Object.keys(MALFORMED))('%s is no traceparent', (kind) => {
  const text = MALFORMED[kind]!;
  expect(() => parseTraceparent(text)).toThrow(
    expect.objectContaining({
      code: 'SPANFN_BAD_PARENT',
      remedy: expect.stringContaining('traceparent'),
    } satisfies Partial<SpanFnError>),
  );
});

test('ids that are no ids are refused', () => {
  const good = { traceId: TRACE, spanId: SPAN };
  expect(checkSpanContext(good)).toBe(good);
  const wrong = [
    { traceId: TRACE },
    { spanId: SPAN },
    { traceId: SPAN, spanId: TRACE },
    { traceId: 5, spanId: SPAN },
    { traceId: '0'.repeat(32), spanId: SPAN },
    { traceId: `${TRACE.slice(1)}\n`, spanId: SPAN },
  ];
  for (const context of wrong) {
    expect(() => checkSpanContext(context as never)).toThrow('SPANFN_BAD_PARENT');
  }
});
