import {
  type Dispatcher,
  event,
  isEnabled,
  type Level,
  layers,
  log,
  logger,
  markInternal,
  type ReadableEvent,
  type SpanFnError,
  span,
  start,
  withDispatcher,
} from 'spanfn';
import { record } from 'spanfn/testing';
import { afterEach, describe, expect, test } from 'vitest';
import * as abi from '../../src/abi/index.ts';

const LEVELS: readonly Level[] = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'];

afterEach(async () => {
  await start({ dispatcher: {}, replace: true }).stop();
});

/** A dispatcher that keeps what it hears. */
class Ears implements Dispatcher {
  readonly heard: string[] = [];
  event({ level, target, body }: ReadableEvent): void {
    this.heard.push(`${level} ${target === '' ? '' : `${target} `}${body}`);
  }
}

/** Logs with arguments that must not be evaluated. */
function logAll(fail: () => never): void {
  const lazy = {
    a: fail,
    get b(): never {
      return fail();
    },
  };
  for (const level of LEVELS) {
    log[level](fail, 'm');
    log[level]('m', lazy);
    log.child({ c: fail })[level]('m');
    log.at(level).with(lazy).error(new Error('e')).named('n').body(1).emit('m');
    event('n', fail, { level });
  }
}

const fail = (): never => {
  throw new Error('evaluated');
};

describe('off, nothing is evaluated', () => {
  test('where nothing is started', () => {
    expect(LEVELS.map((level) => log.isEnabled(level))).toEqual(LEVELS.map(() => false));
    logAll(fail);
  });

  test('where nobody takes events', async () => {
    const seen: string[] = [];
    const handle = start({
      dispatcher: { spanEnd: ({ name }) => void seen.push(name) },
      filter: 'trace',
    });
    logAll(fail);
    span('seen', () => {});
    expect(log.isEnabled('fatal')).toBe(false);
    expect(isEnabled('fatal')).toBe(true);
    expect(seen).toEqual(['seen']);
    expect(handle.stats()).toMatchObject({ eventsEmitted: 0, captureErrors: 0 });
  });

  test('below the level', () => {
    const ears = new Ears();
    const handle = start({ dispatcher: ears, filter: 'off' });
    logAll(fail);
    expect(handle.stats().captureErrors).toBe(0);
    expect(ears.heard).toEqual([]);
  });

  test('and a site of emitted code is off', () => {
    const site = abi.site({
      name: 'm',
      kind: 'event',
      level: 'debug',
      target: 'src/a.ts',
      args: [],
    });
    expect(site.on).toBe(false);
    const handle = start({ dispatcher: new Ears(), filter: 'info,src/a.ts=debug' });
    expect(site.on).toBe(true);
    handle.setLevel('info', 'src/a.ts');
    expect(site.on).toBe(false);
  });
});

test('the guard of these tests can fail', () => {
  const handle = start({ dispatcher: new Ears(), filter: 'trace' });
  logAll(fail);
  expect(handle.stats()['captureErrors']).toBeGreaterThan(20);
});

describe('filters', () => {
  test('go by level and target, for events as for spans', () => {
    const ears = new Ears();
    start({ dispatcher: ears, filter: 'warn,db=trace,db/pool=off,http=error' });
    for (const target of ['db', 'db/pool', 'db/query', 'http', 'other']) {
      for (const level of ['debug', 'warn', 'error'] as const) logger(target)[level]('m');
    }
    log.info('m');
    log.warn('m');
    expect(ears.heard).toEqual([
      'debug db m',
      'warn db m',
      'error db m',
      'debug db/query m',
      'warn db/query m',
      'error db/query m',
      'error http m',
      'warn other m',
      'error other m',
      'warn m',
    ]);
  });

  test('isEnabled says what they let through', () => {
    start({ dispatcher: new Ears(), filter: 'warn,db=debug' });
    const enabled = (target: typeof log) => LEVELS.filter((level) => target.isEnabled(level));
    expect(enabled(log)).toEqual(['warn', 'error', 'fatal']);
    expect(enabled(logger('db'))).toEqual(['debug', 'info', 'warn', 'error', 'fatal']);
    expect(enabled(logger('db').child({}))).toEqual(enabled(logger('db')));
    markInternal(() => expect(enabled(log)).toEqual([]));
    expect(() => log.isEnabled('loud' as Level)).toThrow('There is no such level');
  });

  test('of layers and scopes each let through their own', () => {
    const [all, few, scoped] = [new Ears(), new Ears(), new Ears()];
    start({
      dispatcher: layers(
        { dispatcher: all },
        { dispatcher: few, filter: 'off,db=warn' },
        { dispatcher: {} },
      ),
      filter: 'debug',
    });
    const run = (): void => {
      log.error('m');
      logger('db').info('m');
      logger('db').warn('m');
    };
    run();
    withDispatcher(scoped, run, { filter: 'warn' });
    log.trace('m');
    expect(all.heard).toEqual(['error m', 'info db m', 'warn db m']);
    expect(few.heard).toEqual(['warn db m']);
    expect(scoped.heard).toEqual(['error m', 'warn db m']);
  });

  test('while a scope wants an event, others who do not want it do not get it', () => {
    const [outer, inner] = [new Ears(), new Ears()];
    start({ dispatcher: outer, filter: 'error' });
    withDispatcher(inner, () => log.debug('inner'));
    using _ = withDispatcher(inner);
    expect(inner.heard).toEqual(['debug inner']);
    expect(outer.heard).toEqual([]);
  });
});

describe('levels while running', () => {
  test('are set for all, and for a target and what is below it', () => {
    const ears = new Ears();
    const handle = start({ dispatcher: ears, filter: 'warn,http=error' });
    const db = logger('db');
    const say = (text: string): void => {
      log.info(text);
      db.debug(text);
      logger('db/pool').debug(text);
      logger('http').warn(text);
    };
    say('1');
    log.setLevel('info');
    say('2');
    db.setLevel('debug');
    handle.setLevel('trace', 'http');
    say('3');
    handle.setLevel('off');
    db.child({}).setLevel('off');
    handle.setLevel('off', 'http');
    say('4');
    handle.setLevel('fatal', 'db');
    db.fatal('5');
    log.fatal('5');
    expect(ears.heard).toEqual([
      'info 2',
      'info 3',
      'debug db 3',
      'debug db/pool 3',
      'warn http 3',
      'fatal db 5',
    ]);
  });

  test('that are none are refused, and nothing changes', () => {
    const handle = start({ dispatcher: new Ears(), filter: 'warn' });
    for (const set of [() => handle.setLevel('loud' as Level), () => log.setLevel('' as Level)]) {
      expect(set).toThrow(
        expect.objectContaining<Partial<SpanFnError>>({ code: 'SPANFN_BAD_LEVEL' }),
      );
    }
    expect(() => handle.setLevel('info', 'a,b=c')).not.toThrow(TypeError);
    expect(log.isEnabled('warn')).toBe(true);
  });

  test('are nothing where nothing is started', () => {
    log.setLevel('trace');
    expect(log.isEnabled('fatal')).toBe(false);
  });
});

test('events are counted where they go, and those of a closed dispatcher are not told', async () => {
  const ears = new Ears();
  const handle = start({ dispatcher: ears });
  log.info('1');
  await handle.stop();
  log.info('2');
  expect(ears.heard).toEqual(['info 1']);
  expect(handle.stats()).toMatchObject({ eventsEmitted: 1, dispatcherErrors: 0 });
});

test('an event goes to one place only: the scope, else the global dispatcher', async () => {
  const ears = new Ears();
  start({ dispatcher: ears });
  const [one, two] = await Promise.all(['one', 'two'].map((name) => record(() => log.info(name))));
  log.info('three');
  expect(one!.logs.map(({ text }) => text)).toEqual(['one']);
  expect(two!.logs.map(({ text }) => text)).toEqual(['two']);
  expect(ears.heard).toEqual(['info three']);
});

test('loggers made of data leave nothing behind but what is bounded', async () => {
  const { logs } = await record(() => {
    for (let i = 0; i < 3000; i++) logger(`tenant ${i}`).info('m');
    for (const i of [0, 0, 2999, 2999]) logger(`tenant ${i}`).info('again');
  });
  expect(new Set(logs.map(({ target }) => target)).size).toBe(3000);
  expect(logs.filter(({ site, text }) => text === 'm' && !site.transient).length).toBeLessThan(
    1025,
  );
  const [first, asFirst, last, notAsLast] = logs.slice(3000).map(({ site }) => site);
  expect(asFirst).toBe(first);
  expect(notAsLast).not.toBe(last);
});
