import { describe, expect, test } from 'vitest';
import { built, type Emitted, type Heard, run, type Way } from './logging.ts';

/** What all programs begin with. `given` stands in arguments, `seen` around what is left in place. */
const HEAD = `
import { log, logger } from 'spanfn';
const db = logger('db');
const evaluated = [], observed = [];
const given = (value) => { evaluated.push(value); return value; };
const seen = (value) => { observed.push(value); return value; };
const fields = { a: 1 }, rest = ['rest', { b: 2 }];
`;

const program = (statements: string): string =>
  `${HEAD}export async function main() { ${statements}; return { evaluated, observed }; }`;

/** Statements, and how many events each hands to `event` and to `log`; others stay as written. */
const FORMS: readonly (readonly [statements: string, event: number, log: number])[] = [
  // By position.
  [`log.info('plain')`, 1, 0],
  [`log.trace('a'); log.debug('b'); log.warn('c'); log.error('d'); log.fatal('e')`, 5, 0],
  [`log.info('fields', { id: given(1), 'other key': given(2), fields })`, 1, 0],
  ['log.info(`no holes\\n\\u{1f600}`, { id: given(1) })', 1, 0],
  [`log.info('no fields', {})`, 1, 0],
  [`log.info('a lone \\ud800', { '\\udc00': 1 })`, 1, 0],
  [`log.info('nested', { inner: log.warn('inner', { id: given(1) }) })`, 2, 0],
  [`log.info('waits', { a: await given(1), b: await given(2) })`, 1, 0],
  [`db.info('own target', { id: given(1) })`, 1, 0],
  [`log.info('lazy', { rows: () => given(1), row: async () => 2 })`, 1, 0],
  // As written.
  [`log.info(\`one \${given(1)}\`, { id: given(2) })`, 0, 1],
  [`log.info('plain' + given(1))`, 0, 1],
  [`log.info('', { id: given(1) })`, 0, 1],
  [`log.info()`, 0, 1],
  [`log.error(new Error('x'), 'text', { id: given(1) })`, 0, 1],
  [`log.error('text', { id: given(1) }, given(2))`, 0, 1],
  [`log.info({ id: given(1) }, 'text')`, 0, 1],
  [`log.info(() => ({ id: given(1) }), 'text')`, 0, 1],
  [`log.info('by name', fields)`, 0, 1],
  [`log.info(...rest)`, 0, 1],
  [`log.info(...'text')`, 0, 1],
  [`log.info('spread', ...rest)`, 0, 1],
  [`log.info(...rest, { id: given(1) })`, 0, 1],
  [`log.info('spread fields', { ...fields, c: given(1) })`, 0, 1],
  [`log.info('computed', { [given('a')]: given(1) })`, 0, 1],
  [`log.info('getter', { get a() { return given(1); } })`, 0, 1],
  [`log.info('method', { a() { return given(1); } })`, 0, 1],
  [`log.info('prototype', { __proto__: fields, b: given(1) })`, 0, 1],
  [`log.info('twice', { a: given(1), b: given(2), a: given(3) })`, 0, 1],
  [`log.info('indices', { b: given(1), 1: given(2) })`, 0, 1],
  [`log.info('texts of indices', { b: given(1), '0': given(2) })`, 0, 1],
  [`log.info('own name', { f: (a) => a })`, 0, 1],
  [`log.info('own this', { f: function () { return given(typeof this); } })`, 0, 1],
  // Not at all.
  [`log?.info('optional')`, 0, 0],
  [`log.info?.('optional')`, 0, 0],
  [`log['info']('by key')`, 0, 0],
  [`log.child().info('child')`, 0, 0],
  [`const info = log.info; info('detached')`, 0, 0],
  [`{ const log = db; log.info('a shadow', { id: given(1) }) }`, 0, 0],
  [`((log) => log.info('a shadow'))(db)`, 0, 0],
  [`for (const db of [log]) db.info('a shadow')`, 0, 0],
  [`var logger = () => log; const db = logger('db'); db.info('inner')`, 0, 0],
  // Wherever they stand.
  [`seen(log.info('gives nothing')); seen([log.info('here', { a: 1 })])`, 2, 0],
  [`seen(true && log.info('and')); seen(null ?? log.info('or')); seen(!log.info('not'))`, 3, 0],
  [`seen(await log.info('awaited')); seen(typeof log.info('typed'))`, 2, 0],
  [`const f = () => log.info('arrow', { id: given(1) }); seen(f())`, 1, 0],
  [`function f() { return log.info('function', { id: given(1) }); } seen(f())`, 1, 0],
  [
    `class A { x = log.info('field'); static { log.info('block'); } m() { log.info('m'); } } new A().m()`,
    3,
    0,
  ],
  [
    `const o = { id: 7, m() { log.info('this', { id: this.id, args: arguments.length }); } }; o.m(1, 2)`,
    1,
    0,
  ],
  [
    `function* g() { log.info('yields', { a: yield given(1), b: yield given(2) }); } const it = g(); it.next(); it.next('x'); it.next('y')`,
    1,
    0,
  ],
];

describe.each(['first', 'default'] as const)('in order %s', (order) => {
  test.each(FORMS)('%s', async (statements, event, log) => {
    const source = program(statements);
    const bare = await run({ source, order });
    const made = await run({ source, order, plugin: {} });
    expect(made.outcome).toEqual(bare.outcome);
    expect(made.heard).toEqual(bare.heard);
    expect(made.calls).toEqual({ event, log });
    expect(bare.calls).toEqual({ event: 0, log: 0 });
  });
});

test.each(FORMS.filter(([, event, log]) => event + log > 0))('off: %s', async (statements) => {
  const source = program(statements);
  const bare = await run({ source });
  const { heard, outcome } = await run({ source, plugin: {}, on: false });
  expect(heard).toEqual([]);
  const evaluatedNothing = bare.outcome.result.replace(/evaluated: \[[^\]]*\]/, 'evaluated: []');
  expect(outcome.result).toBe(evaluatedNothing);
});

test('what an argument throws is thrown, after what stands before it', async () => {
  const source = program(
    `try { log.info('throws', { a: given(1), b: (() => { throw 'thrown'; })(), c: given(2) }); } catch (e) { seen(e); }`,
  );
  const bare = await run({ source });
  const made = await run({ source, plugin: {} });
  expect([made.outcome, made.heard]).toEqual([bare.outcome, []]);
  expect(bare.outcome.result).toContain("observed: [ 'thrown' ]");
});

describe('the receivers that are known', () => {
  const heardBy = async (head: string, call: string): Promise<[Emitted[], readonly Heard[]]> => {
    const { sites, heard } = await run({ source: `${head};\n${call};`, plugin: {} });
    return [[...sites], heard];
  };

  test.each([
    [`import { log } from 'spanfn'`, `log.info('x')`, 'src/input.ts'],
    [`import { log as tell } from 'spanfn'`, `tell.info('x')`, 'src/input.ts'],
    [`import { 'log' as tell } from 'spanfn'`, `tell.info('x')`, 'src/input.ts'],
    [`import * as all from 'spanfn'`, `all.log.info('x')`, 'src/input.ts'],
    [`import { logger } from 'spanfn'; const db = logger('db')`, `db.info('x')`, 'db'],
    [`import { logger as of } from 'spanfn'; export const db = of('db')`, `db.info('x')`, 'db'],
    [`import * as all from 'spanfn'; const a = 1, db = all.logger('db')`, `db.info('x')`, 'db'],
    [`import { logger } from 'spanfn'; const db = logger('db')`, `(() => db.info('x'))()`, 'db'],
  ])('%s', async (head, call, target) => {
    const [sites, heard] = await heardBy(head, call);
    expect(sites).toEqual([expect.objectContaining({ name: 'x', target, level: 'info' })]);
    expect(sites[0]?.file).toBe(target === 'db' ? 'src/input.ts' : undefined);
    expect(heard).toEqual([[target === 'db' ? 'db' : '', 'info', 'x']]);
  });

  test.each([
    [`import { logger } from 'spanfn'; let db = logger('db')`, `db.info('x')`],
    [`import { logger } from 'spanfn'; var db = logger('db')`, `db.info('x')`],
    [`import { logger } from 'spanfn'; const name = 'db', db = logger(name)`, `db.info('x')`],
    [`import { logger } from 'spanfn'; const db = logger('')`, `db.info('x')`],
    [`import { logger } from 'spanfn'; const db = logger(...'d')`, `db.info('x')`],
    [`import { logger } from 'spanfn'; const db = logger('db', 1)`, `db.info('x')`],
    [`import { logger } from 'spanfn'; const db = logger('db').child()`, `db.info('x')`],
    [`import { logger } from 'spanfn'; { const db = logger('db'); db.info('x'); }`, ''],
    [`import { logger } from 'spanfn'; const { info } = logger('db')`, `info('x')`],
    [`const logger = (name) => ({ info() {} }); const db = logger('db'); 'spanfn'`, `db.info('x')`],
    [`import { log } from './log'`, `log.info('x')`],
  ])('and those that are not: %s', async (head, call) => {
    const others = { log: `export { log } from 'spanfn'` };
    const way: Way = { source: `${head};\n${call};`, others };
    const bare = await run(way);
    expect(await run({ ...way, plugin: {} })).toEqual(bare);
    expect(bare.sites).toEqual([]);
  });
});

test('a site tells the message, the fields, the level and the place', async () => {
  const source = `import { log } from 'spanfn';
  log.warn('order stored', { id: 1, 'item count': 2 });
export const f = () => log.error(\`\${1} failed\`);
f();`;
  const { sites } = await run({ source, plugin: {} });
  const common = { kind: 'event', target: 'src/input.ts' };
  expect(sites).toEqual([
    {
      ...common,
      ...{ name: 'order stored', level: 'warn', line: 2, column: 3, args: ['id', 'item count'] },
    },
    { ...common, name: '', level: 'error', line: 3, column: 24 },
  ]);
});

describe('maxLevel', () => {
  const source = program(
    `seen(log.debug('low', { id: given(1) })); seen(log.info(\`as \${given('high')}\`)); db.trace(given(2)); await log.debug('x', await given(3))`,
  );

  test('leaves nothing of calls below but their value', async () => {
    const { outcome, heard, sites } = await run({ source, plugin: { maxLevel: 'info' } });
    expect(heard).toEqual([['', 'info', 'as high']]);
    expect(sites).toHaveLength(1);
    expect(outcome.result).toBe("{ evaluated: [ 'high' ], observed: [ undefined, undefined ] }");
  });

  test.each(['first', 'default'] as const)('takes the arguments with them: %s', (order) => {
    const code = built(source, 'input', { maxLevel: 'warn' }, order);
    expect(code).toContain('void 0');
    expect(code).not.toMatch(/low|high|spanfn\/abi|given\(\d/);
    expect(built(source, 'input', { maxLevel: 'trace' }, order)).toMatch(/low[\s\S]*high/);
  });
});

test('a function that runs before its module loses no more than its event', async () => {
  const source = `import { log } from 'spanfn'; import { early } from './other';
    export function f(n) { log.info('called', { n }); return n; }
    export default function (n) { log.info('called by default', { n }); return n; }
    export const main = () => [early, f(2)];`;
  const others = { other: `import g, { f } from './input'; export const early = f(1) + g(0);` };
  const bare = await run({ source, others });
  const made = await run({ source, others, plugin: {} });
  expect(made.outcome).toEqual(bare.outcome);
  expect(bare.heard).toHaveLength(3);
  expect(made.heard).toEqual([['', 'info', 'called', { n: 2 }]]);
});

test('names that the program has are left to it', async () => {
  const source = `import { log } from 'spanfn';
    const _log = 1, _event = 2, _site0 = 3;
    export const main = () => { log.info('names', { _log, _event }); log.info(_site0, {}); };`;
  const bare = await run({ source });
  expect(await run({ source, plugin: {} })).toMatchObject({
    heard: bare.heard,
    calls: { event: 1, log: 1 },
  });
});

describe('a runtime in a global', () => {
  const plugin = { runtime: { global: 'spanfnRuntimeOfLogs' } };
  const source = program(`seen(log.info('x', { id: given(1) }))`);

  test('that is there is given the events', async () => {
    const heard: unknown[] = [];
    const site = (emitted: Emitted): object => ({ ...emitted, on: true });
    const event = ({ name, args }: Emitted, _: unknown, ...values: unknown[]): void =>
      void heard.push(name, args, values);
    Object.assign(globalThis, { spanfnRuntimeOfLogs: { site, event } });
    try {
      await run({ source, plugin });
    } finally {
      Reflect.deleteProperty(globalThis, 'spanfnRuntimeOfLogs');
    }
    expect(heard).toEqual(['x', ['id'], [1]]);
  });

  test('that is missing is done without', async () => {
    const { heard, outcome } = await run({ source, plugin });
    expect(heard).toEqual([]);
    expect(outcome.result).toBe('{ evaluated: [], observed: [ undefined ] }');
  });

  test('that is missing is done without by functions, too', async () => {
    const source = `export const main = () => { 'use span'; return 1; };`;
    expect((await run({ source, plugin })).outcome.result).toBe('1');
  });
});
