import {
  type GlobalLogger,
  type Level,
  log,
  logger,
  type ReadableEvent,
  type SpanFnError,
  setLogger,
  span,
  start,
} from 'spanfn';
import { record } from 'spanfn/testing';
import { afterEach, expect, test } from 'vitest';
import { captureErrorCount } from '../../src/base/capture-errors.ts';

afterEach(async () => {
  setLogger(null);
  await start({ dispatcher: {}, replace: true }).stop();
});

class Diary implements GlobalLogger {
  readonly lines: string[] = [];
  emit({ level, body, fields }: ReadableEvent): void {
    this.lines.push(`${level} ${body} ${JSON.stringify(fields)}`);
  }
  async flush(): Promise<void> {
    await null;
    this.lines.push('flush');
  }
  setLevel(level: Level | 'off', target?: string): void {
    this.lines.push(`level ${level} ${target}`);
  }
}

test('takes the place of the default, started or not, and gives it back', async () => {
  const diary = new Diary();
  using replaced = setLogger(diary);
  log.info('one', { a: 1 });
  log.debug('below');
  const seen: string[] = [];
  start({
    dispatcher: {
      event: ({ body }) => void seen.push(String(body)),
      spanEnd: ({ name }) => void seen.push(name),
    },
  });
  span('work', () => log.warn('two'));
  await log.flush();
  replaced[Symbol.dispose]();
  log.info('three');
  expect(seen).toEqual(['work', 'three']);
  expect(diary.lines.slice(0, 3)).toEqual(['info one {"a":1}', 'warn two {}', 'flush']);
});

test('goes by levels, which it is told', () => {
  start({ dispatcher: {}, filter: 'warn,db=debug' });
  const diary = new Diary();
  setLogger(diary);
  expect(['info', 'warn'].map((level) => log.isEnabled(level as Level))).toEqual([false, true]);
  log.info('no');
  logger('db').debug('yes');
  log.setLevel('trace');
  log.trace('now');
  logger('db').setLevel('off');
  logger('db').fatal('no');
  expect(diary.lines).toEqual([
    'debug yes {}',
    'level trace undefined',
    'trace now {}',
    'level off db',
  ]);
});

test('sees nothing of a recorded test', async () => {
  const diary = new Diary();
  setLogger(diary);
  const { logs } = await record(() => log.info('recorded'));
  log.info('after');
  expect(logs.map(({ text }) => text)).toEqual(['recorded']);
  expect(diary.lines).toEqual(['info after {}']);
});

test('that throws, rejects or logs harms nobody', async () => {
  const before = captureErrorCount();
  let calls = 0;
  setLogger({
    emit() {
      calls++;
      log.info('again');
      throw new Error('no');
    },
    flush: () => Promise.reject(new Error('no')),
    setLevel() {
      throw new Error('no');
    },
  });
  expect(log.info('m')).toBeUndefined();
  log.setLevel('trace');
  await log.flush();
  log.trace('m');
  expect(calls).toBe(2);
  expect(captureErrorCount()).toBe(before + 1);
});

test('one that is replaced is flushed, and a late giving back does nothing', async () => {
  const [one, two] = [new Diary(), new Diary()];
  const first = setLogger(one);
  setLogger(two);
  first[Symbol.dispose]();
  log.info('m');
  await new Promise(setImmediate);
  expect(one.lines).toEqual(['flush']);
  expect(two.lines).toEqual(['info m {}']);
});

test('must have emit', () => {
  for (const bad of [{}, { emit: 1 }, { emit() {}, flush: 1 }, undefined, 5]) {
    expect(() => setLogger(bad as never)).toThrow(
      expect.objectContaining<Partial<SpanFnError>>({ code: 'SPANFN_BAD_DISPATCHER' }),
    );
  }
});
