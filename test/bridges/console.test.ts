import { Console } from 'node:console';
import { Writable } from 'node:stream';
import { log, span, start, withDispatcher } from 'spanfn';
import { captureConsole } from 'spanfn/bridges/console';
import { record } from 'spanfn/testing';
import { afterEach, describe, expect, test } from 'vitest';

const undo: (() => void)[] = [];
afterEach(() => {
  for (const off of undo.splice(0)) off();
});

class Memory extends Writable {
  text = '';
  override _write(chunk: Buffer, _: string, done: () => void): void {
    this.text += chunk;
    done();
  }
}

function captured(options: { silent?: boolean; target?: string } = {}) {
  const out = new Memory();
  const own = new Console({ stdout: out, stderr: out, colorMode: false });
  const bridge = captureConsole({ console: own, ...options });
  undo.push(bridge.off);
  return { own, out, bridge };
}

const said = (logs: readonly { level: string; text: string; fields: object }[]): unknown[] =>
  logs.map(({ level, text, fields }) => [level, text, fields]);

test('every method has its level, and what prints by another is told once', async () => {
  const { own } = captured();
  const { logs } = await record(() => {
    own.trace('a');
    own.debug('b');
    own.log('c');
    own.info('d');
    own.warn('e');
    own.error('f');
    own.dir('g', { depth: 0 });
    own.dirxml('h');
    own.assert(false, 'i');
    own.assert(true, 'no');
    own.count('j');
    own.group('k');
    own.groupEnd();
    own.table('l');
  });
  expect(logs.map(({ level, text, target }) => `${target} ${level} ${text}`)).toEqual([
    'console trace a',
    'console debug b',
    'console info c',
    'console info d',
    'console warn e',
    'console error f',
    'console info g',
    'console info h',
    'console warn Assertion failed: i',
    'console info j: 1',
    'console info k',
    'console info l',
  ]);
});

test('texts are the message, plain objects fields, an error what is reported', async () => {
  const { own } = captured();
  const error = new TypeError('no such cart', { cause: new Error('gone') });
  const { logs } = await record(() => {
    own.log('order stored', { id: 5 }, 'at last', [1, 2], { late: true });
    own.log('%s has %d of %i%% %j %c!', 'a', 2, 3.5, { x: 1 }, 'color: red', 'more');
    own.error('cannot store', error, new Error('second'));
    own.error(error);
    own.log({ only: 'fields' });
    own.log();
    own.log('100%');
  });
  expect(said(logs.filter(({ error }) => error === undefined))).toEqual([
    ['info', 'order stored at last [1, 2]', { id: 5, late: true }],
    ['info', 'a has 2 of 3% {x=1} ! more', {}],
    ['info', '', { only: 'fields' }],
    ['info', '', {}],
    ['info', '100%', {}],
  ]);
  const [first, second] = logs.filter(({ error }) => error !== undefined);
  expect(first).toMatchObject({
    level: 'error',
    text: expect.stringMatching(/^cannot store .*second/),
  });
  expect(first?.error).toBe(error);
  expect(second).toMatchObject({
    text: 'no such cart',
    fields: { 'exception.type': 'TypeError', 'spanfn.causes': ['Error: gone'] },
  });
});

test('the span is the current one at the call, also after an await', async () => {
  const { own } = captured();
  const rec = await record(() =>
    Promise.all(
      ['one', 'two'].map((name) =>
        span(name, async () => {
          own.log(`${name} before`);
          await new Promise(setImmediate);
          span('inner', () => own.log(`${name} after`));
        }),
      ),
    ),
  );
  expect(rec.tree({ logs: true })).toBe(
    ['one', 'two']
      .map(
        (name) =>
          `${name} async\n  info: console: ${name} before\n  inner thread\n    info: console: ${name} after`,
      )
      .join('\n'),
  );
});

test('prints what it would have printed, and runs code of the arguments once', async () => {
  const plain = new Memory();
  const bare = new Console({ stdout: plain, stderr: plain, colorMode: false });
  const { own, out } = captured();
  let reads = 0;
  const talk = (to: Console): unknown[] => [
    to.log('%s and %o', 'a', { b: [1] }, 'c'),
    to.warn({ d: new Map([[1, 2]]) }),
    to.log({
      get e() {
        reads++;
        return 1;
      },
    }),
    to.log('%s', { toString: () => `read ${++reads}` }),
    to.dir({ f: { g: { h: 1 } } }, { depth: 0 }),
    to.log.call(undefined, 'no this'),
  ];
  const expected = talk(bare);
  const readsBare = reads;
  reads = 0;
  const { logs } = await record(() => {
    expect(talk(own)).toEqual(expected);
  });
  expect(logs).toHaveLength(6);
  expect(reads).toBe(readsBare);
  expect(readsBare).toBe(1);
  expect(out.text).toBe(plain.text);
});

test('what arguments log while they are printed is not lost', async () => {
  const { own } = captured();
  const { logs } = await record(() => {
    own.log('%s', {
      toString() {
        log.info('inside', { a: 1 });
        return 'x';
      },
    });
  });
  expect(logs.map(({ text }) => text)).toContain('inside');
});

test('keeps name, length, and how each property is; off puts all back', () => {
  const out = new Memory();
  const own = new Console(out);
  const describeAll = () => Object.entries(Object.getOwnPropertyDescriptors(own));
  const before = describeAll();
  const shape = ({ value, ...rest }: PropertyDescriptor) => [value?.name, value?.length, rest];
  const bridge = captureConsole({ console: own });
  expect(own.log).not.toBe(Object.fromEntries(before)['log']?.value);
  expect(describeAll().map(([key, one]) => [key, shape(one)])).toEqual(
    before.map(([key, one]) => [key, shape(one)]),
  );
  bridge.off();
  bridge.off();
  expect(describeAll()).toEqual(before);
});

test('is off when disposed, also where somebody else has wrapped it meanwhile', async () => {
  const { own, out, bridge } = captured();
  const inner = own.log;
  own.log = (...args) => inner('wrapped', ...args);
  bridge[Symbol.dispose]();
  const { logs } = await record(() => own.log('m'));
  expect(logs).toEqual([]);
  expect(out.text).toBe('wrapped m\n');
});

test('two captures of one console tell once, until the last is off', async () => {
  const { own, bridge } = captured({ target: 'a' });
  const second = captureConsole({ console: own, target: 'b' });
  const targets = async () => (await record(() => own.log('m'))).logs.map(({ target }) => target);
  expect(await targets()).toEqual(['b']);
  second.off();
  expect(await targets()).toEqual(['a']);
  bridge.off();
  expect(await targets()).toEqual([]);
});

describe('silent', () => {
  test('prints nothing, but what a dispatcher prints', async () => {
    const { own, out } = captured({ silent: true });
    withDispatcher({ event: ({ body }) => own.log(`told ${body}`) }, () => {
      expect(own.log('m')).toBeUndefined();
      own.error('n');
    });
    expect(out.text).toBe('told m\ntold n\n');
  });
});

test('the global console is captured by default, and filters apply', async () => {
  const before = console.log;
  using _ = captureConsole({ silent: true, target: 'app/console' });
  const seen: unknown[] = [];
  const handle = start({
    dispatcher: { event: ({ body }) => void seen.push(body) },
    filter: 'warn,app=info',
    redact: ['password'],
  });
  console.log('m', { password: 'secret' });
  console.debug('below');
  await handle.stop();
  expect(seen).toEqual(['m']);
  _.off();
  expect(console.log).toBe(before);
});

test('fields are redacted', async () => {
  const { own } = captured();
  const seen: unknown[] = [];
  const handle = start({
    dispatcher: { event: ({ fields }) => void seen.push(fields) },
    redact: ['password'],
  });
  own.log('m', { password: 'secret', deep: { password: 'secret' } });
  await handle.stop();
  start({ dispatcher: {} }).stop();
  expect(seen).toEqual([{ password: '[redacted]', deep: { password: '[redacted]' } }]);
});

test('what cannot be captured is refused', () => {
  for (const options of [{ silent: 1 }, { target: 5 }, { console: 5 }, { quiet: true }, null]) {
    expect(() => captureConsole(options as never)).toThrow(
      expect.objectContaining({ code: 'SPANFN_BAD_OPTION' }),
    );
  }
  const log = (): void => {};
  const half = Object.defineProperty({ log }, 'warn', { value: log });
  expect(() => captureConsole({ console: half })).toThrow('cannot be replaced');
  expect(half.log).toBe(log);
  const frozen = Object.freeze({ log() {} });
  expect(() => captureConsole({ console: frozen })).toThrow(
    expect.objectContaining({ code: 'SPANFN_BAD_OPTION' }),
  );
});
