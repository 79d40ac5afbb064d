import * as spanfn from 'spanfn';
import * as abi from 'spanfn/abi';
import { describe, expect, test } from 'vitest';
import { execute } from './execute.ts';
import { built } from './logging.ts';

/** What is compared of an event that was recorded. */
interface Told {
  readonly line: string;
  readonly fields: object;
  readonly span: string | undefined;
}

interface Ran {
  readonly result: string;
  readonly told: Told[];
  readonly targets: string[];
  /** `line:column` of each event. */
  readonly places: string[];
}

/** Runs a module with the real loggers, built with the plugin or without. */
async function run(source: string, plugin?: object, filter = 'trace'): Promise<Ran> {
  const code = new Map([['input', built(source, 'input', plugin)]]);
  const [told, targets, places]: [Told[], string[], string[]] = [[], [], []];
  const event = ({ level, body, fields, span, target, site }: spanfn.ReadableEvent): void => {
    told.push({ line: `${level}: ${body}`, fields: withoutPlaces(fields), span: span?.name });
    targets.push(target);
    places.push(`${site.line}:${site.column}`);
  };
  const packages = { spanfn: { ...spanfn }, 'spanfn/abi': { ...abi } };
  const perform = (): Promise<{ result: string }> => execute({ code, packages });
  const { result } = await spanfn.withDispatcher({ event }, perform, { filter });
  return { result, told, targets, places };
}

/** Stack traces name lines of what was compiled, which the plugin adds to. */
function withoutPlaces(fields: object): object {
  const trace = Reflect.get(fields, 'exception.stacktrace');
  if (typeof trace !== 'string') return fields;
  return { ...fields, 'exception.stacktrace': trace.replaceAll(/:\d+:\d+/g, '') };
}

const HEAD = `
import { debug, display, log, logger, span, withContext } from 'spanfn';
const db = logger('db.orders');
const later = async (value) => value;
const order = { id: 7, items: ['a', 'b'] };
`;

const program = (body: string): string => `${HEAD}export async function main() {\n${body}\n}`;

test.each([
  `log.info('order stored', { id: order.id, items: order.items, rows: () => order.items.length });`,
  `log.info('values', { a: 1, b: 'two', c: true, d: null, e: undefined, f: 3n, g: [1], h: { i: 2 } });`,
  `log.info('rendered', { a: display(order), b: debug(order), c: Symbol('s'), d: (x) => x, e: class {} });`,
  `log.info('throws', { a: () => { throw new Error('lazy'); }, b: 1 });`,
  `log.error(new RangeError('broken'), 'cannot store', { id: 1 });`,
  `log.error('cannot store', { err: new RangeError('broken') });`,
  `log.warn(\`slow \${order.id}\`, { id: 1 }); log.warn(() => ({ a: 1 }), 'lazy');`,
  `log.fatal(''); log.fatal(); log.trace(undefined, 'x'); log.debug({ a: 1 });`,
  `log.info('lone \\ud800', { '\\udc00': '\\ud800' });`,
  `log.info('one\\ntwo\\u0000', { 'a b': 1, constructor: 2, toString: 3, hasOwnProperty: 4 });`,
  `withContext({ request: 1, id: 2 }, () => log.info('in a context', { id: 3 }));`,
  `span('outer', () => { log.info('inside'); span('inner', () => log.info('deeper', { a: 1 })); });`,
  `await span('outer', async () => { log.info('waits', { a: await later(1) }); log.info('after'); });`,
  `db.info('own target', { id: 1 }); db.debug(\`\${1}\`);`,
  `log.info('outer', { a: () => log.info('while evaluated', { b: 1 }), c: 2 });`,
  `return [log.info('x'), db.warn('y', { a: 1 })];`,
])('a program is told the same with the plugin and without: %s', toldTheSame);

test('a text or a name past all bounds is cut with the plugin as without', () =>
  toldTheSame(
    `log.info('${'long '.repeat(20_000)}', { '${'k'.repeat(70_000)}': '${'v'.repeat(70_000)}' });`,
  ));

async function toldTheSame(body: string): Promise<void> {
  const bare = await run(program(body));
  const made = await run(program(body), {});
  expect(made.told).toEqual(bare.told);
  expect(made.result).toBe(bare.result);
  expect(bare.told.length).toBeGreaterThan(0);
}

test('the target is the path of the module, or the name of the logger; the place is that of the call', async () => {
  const body = `log.info('one');\n  db.info('two', { id: 1 });`;
  expect(await run(program(body))).toMatchObject({ targets: ['', 'db.orders'] });
  const { targets, places } = await run(program(body), {});
  expect(targets).toEqual(['src/input.ts', 'db.orders']);
  expect(places).toEqual(['7:1', '8:3']);
});

describe('filters', () => {
  const body = `const seen = []; const see = (value) => { seen.push(value); return value; };
    log.debug('debug', { a: see(1) });
    log.warn('warn', { a: see(2) });
    db.debug('of db', { a: see(3) });
    db.warn(\`of db: \${see(4)}\`);
    return seen.join();`;

  test.each([
    ['trace', '1,2,3,4'],
    ['off', ''],
    ['warn', '2,4'],
    ['src=debug', '1,2'],
    ['src/input.ts=warn', '2'],
    ['src/other.ts=trace', ''],
    ['db=trace', ''],
    ['db.orders=trace', '3,4'],
    ['off,src/input.ts=trace,db.orders=warn', '1,2,4'],
  ])('%s evaluates what it lets pass, and nothing else', async (filter, seen) => {
    const { told, result } = await run(program(body), {}, filter);
    expect(result).toBe(`'${seen}'`);
    expect(told).toHaveLength(seen === '' ? 0 : seen.split(',').length);
  });

  test('nobody who listens: nothing is evaluated', async () => {
    const code = new Map([['input', built(program(body), 'input', {})]]);
    const packages = { spanfn: { ...spanfn }, 'spanfn/abi': { ...abi } };
    expect(await execute({ code, packages })).toEqual({ printed: [], result: "''" });
  });
});

test('events stand in the spans of functions that were instrumented in place', async () => {
  const source = `import { log } from 'spanfn';
    const later = async (value) => value;
    async function load(id) { 'use span'; log.info('loads', { id: await later(id) }); return sum(id); }
    function sum(n) { 'use span'; log.debug('sums', { n }); return n; }
    function* steps() { 'use span'; log.info('yields', { got: yield 1 }); }
    export async function main() {
      const it = steps(); it.next();
      log.info('outside', { next: it.next('b').done });
      return Promise.all([load(1), load(2)]);
    }`;
  const { told, result } = await run(source, {});
  expect(told.map(({ line, span }) => [line, span])).toEqual([
    ['info: yields', 'steps'],
    ['info: outside', undefined],
    ['info: loads', 'load'],
    ['debug: sums', 'sum'],
    ['info: loads', 'load'],
    ['debug: sums', 'sum'],
  ]);
  expect(result).toBe('[ 1, 2 ]');
});
