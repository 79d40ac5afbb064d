import { isEnabled, type Level, type SpanFnError, span, start, withDispatcher } from 'spanfn';
import { record } from 'spanfn/testing';
import { expect, test } from 'vitest';

const LEVELS: readonly Level[] = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'];

/** The lowest level that passes for a target, as the public API tells it. */
function threshold(filter: string, target: string): string {
  return withDispatcher({}, () => LEVELS.find((level) => isEnabled(level, target)) ?? 'off', {
    filter,
  });
}

test.each([
  ['info', 'anything', 'info'],
  ['off', 'anything', 'off'],
  ['src/db=debug', 'src/db', 'debug'],
  ['src/db=debug', 'src/db/pool.ts', 'debug'],
  ['src/db=debug', 'src/dbx', 'off'],
  ['src/db=debug', 'src', 'off'],
  ['src/db/=debug', 'src/db/pool.ts', 'debug'],
  ['src/db/=debug', 'src/db', 'off'],
  ['info,src/db=off', 'src/db/pool.ts', 'off'],
  ['info,src/db=off', 'src/http.ts', 'info'],
  ['src=warn,src/db=trace', 'src/db/pool.ts', 'trace'],
  ['src/db=trace,src=warn', 'src/db/pool.ts', 'trace'],
  ['src/db=trace,src=warn', 'src/http.ts', 'warn'],
  ['*=error', '', 'error'],
  ['*.test.ts=debug,info', 'a/b.test.ts', 'debug'],
  ['*.test.ts=debug,info', 'a/b.ts', 'info'],
  ['src/*/handlers=debug', 'src/a/b/handlers', 'debug'],
  ['src/*/handlers=debug', 'src/a/handlers/x', 'off'],
  ['a=b=debug', 'a=b', 'debug'],
  ['  INFO , src/db = Trace ', 'src/db', 'trace'],
  ['  INFO , src/db = Trace ', 'src', 'info'],
  ['a.b+(c)[d]=debug', 'a.b+(c)[d]', 'debug'],
  ['a.b=debug', 'axb', 'off'],
])('filter "%s" has target "%s" at %s', (filter, target, expected) => {
  expect(threshold(filter, target)).toBe(expected);
});

test('a filter decides what is recorded, and by which level', async () => {
  const rec = await record({ filter: 'warn,db=trace' }, () => {
    for (const target of ['db', 'http']) {
      for (const level of LEVELS) span(`${target} ${level}`, { target, level }, () => {});
    }
  });
  expect(rec.spans.map(({ name }) => name)).toEqual([
    ...LEVELS.map((level) => `db ${level}`),
    ...['http warn', 'http error', 'http fatal'],
  ]);
});

const CAUSES: Record<string, string> = {
  loud: '"loud" is not a level',
  '': '"" is not a level',
  'info,': '"" is not a level',
  'src=': '"" is not a level',
  'src=loud': '"loud" is not a level',
  '=info': '"=info" names no target',
  ' =info': 'names no target',
};

test.each(Object.keys(CAUSES))('filter "%s" is refused with value, cause and remedy', (filter) => {
  const refused = (run: () => unknown): SpanFnError => {
    try {
      run();
    } catch (error) {
      return error as SpanFnError;
    }
    throw new Error('not refused');
  };
  const { code, value, remedy, message, name } = refused(() => start({ filter }));
  expect({ code, value, name }).toEqual({
    code: 'SPANFN_BAD_FILTER',
    value: filter,
    name: 'SpanFnError',
  });
  expect(message).toContain(CAUSES[filter]);
  expect(message).toContain(remedy);
  expect(remedy).toContain('trace, debug, info, warn, error, fatal, off');
  expect(refused(() => withDispatcher({}, () => {}, { filter })).code).toBe('SPANFN_BAD_FILTER');
  expect(refused(() => record({ filter })).code).toBe('SPANFN_BAD_FILTER');
});

test.each([5, null, {}, ['info']])('%s is no filter', (filter) => {
  const refusal = expect.objectContaining({ code: 'SPANFN_BAD_FILTER', value: filter });
  expect(() => withDispatcher({}, () => {}, { filter } as never)).toThrow(refusal);
});

test('a pattern that would make a regular expression explode is answered at once', () => {
  const pattern = `${'a*'.repeat(200)}b`;
  const target = 'a'.repeat(5000);
  expect(threshold(`${pattern}=debug`, target)).toBe('off');
  expect(threshold(`${pattern}=debug`, `${target}b`)).toBe('debug');
});

/** By the definition, slow and plain: does `pattern` cover `target`? */
function covers(pattern: string, target: string): boolean {
  if (!pattern.includes('*')) {
    const folder = pattern.endsWith('/') ? pattern : `${pattern}/`;
    return target === pattern || target.startsWith(folder);
  }
  const [head, ...rest] = pattern;
  if (head === '*') {
    const wanted = rest.join('');
    for (let from = 0; from <= target.length; from++) {
      if (wanted === '' || fits(wanted, target.slice(from))) return true;
    }
    return false;
  }
  return fits(pattern, target);
}

/** `covers` without the rule for folders. */
function fits(pattern: string, target: string): boolean {
  if (pattern.startsWith('*')) return covers(pattern, target);
  if (pattern === '' || target === '') return pattern === target;
  return pattern[0] === target[0] && fits(pattern.slice(1), target.slice(1));
}

/** All texts over `alphabet` up to a length. */
function texts(alphabet: string, length: number): string[] {
  if (length === 0) return [''];
  const shorter = texts(alphabet, length - 1);
  const longest = shorter.filter((text) => text.length === length - 1);
  return [...shorter, ...longest.flatMap((text) => [...alphabet].map((char) => text + char))];
}

test('every short pattern covers what a naive matcher covers', () => {
  const targets = texts('a/b', 4);
  const patterns = texts('a/*', 4).filter((pattern) => pattern !== '');
  const wrong = patterns.flatMap((pattern) =>
    withDispatcher(
      {},
      () =>
        targets
          .filter((target) => isEnabled('info', target) !== covers(pattern, target))
          .map((target) => `${pattern} on ${target}`),
      { filter: `${pattern}=info` },
    ),
  );
  expect(wrong).toEqual([]);
  expect(patterns.length * targets.length).toBeGreaterThan(10_000);
});

test('of several patterns the longest that covers decides', () => {
  const patterns = ['a', '*a', 'a/b', '*/b*', 'a/b/a', 'a/*/a*'];
  const targets = texts('a/b', 5);
  const directives = patterns.map((pattern, i) => `${pattern}=${LEVELS[i]}`);
  const naive = (target: string): string => {
    const fitting = patterns.filter((pattern) => covers(pattern, target));
    const longest = Math.max(...fitting.map((pattern) => pattern.length));
    const best = fitting.findIndex((pattern) => pattern.length === longest);
    return best < 0 ? 'off' : LEVELS[patterns.indexOf(fitting[best]!)]!;
  };
  for (const order of [directives, directives.toReversed()]) {
    const wrong = targets.filter((target) => threshold(order.join(), target) !== naive(target));
    expect(wrong).toEqual([]);
  }
});
