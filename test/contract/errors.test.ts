import { setImmediate } from 'node:timers/promises';
import { runInNewContext } from 'node:vm';
import { type Dispatcher, start } from 'spanfn';
import type { Recording } from 'spanfn/testing';
import { afterEach, describe, expect, it } from 'vitest';
import { contrast, outcomeOf, settledOutcomeOf } from './contrast.ts';
import { DECORATING } from './implementations.ts';
import { buildFile } from './program.ts';

type Errors = typeof import('./programs/errors.ts');

/** Errors of which reading, changing or printing fails. */
const AWKWARD: readonly (readonly [string, () => unknown])[] = [
  ['null', () => null],
  ['undefined', () => undefined],
  ['a frozen error', () => Object.freeze(new Error('cold'))],
  ['a symbol', () => Symbol.for('thrown')],
  ['an error of another realm', () => runInNewContext('new Error("foreign")')],
  ['an error with a cause that is itself', selfCaused],
  ['an error whose message throws', () => withThrowing('message')],
  ['an error whose stack throws', () => withThrowing('stack')],
  ['an object whose then throws', () => withThrowing('then', {})],
  ['a proxy', () => new Proxy(new Error('behind'), {})],
  ['a revoked proxy', revoked],
];

/** A promise that must not be subscribed to shows these reasons to the recorder as text only. */
const SEEN_AS_TEXT: ReadonlyMap<string, string> = new Map([
  ['a symbol', 'Symbol(thrown)'],
  ['a proxy', '[Proxy]'],
  ['a revoked proxy', '[Proxy]'],
]);

function withThrowing(key: string, on: object = new Error('hidden')): object {
  return Object.defineProperty(on, key, {
    get() {
      throw new Error(`${key} was read`);
    },
  });
}

function selfCaused(): Error {
  const error = new Error('loop');
  error.cause = error;
  return error;
}

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

const same = (outcome: unknown, error: unknown): boolean =>
  Object.is((outcome as { error: unknown }).error, error);

function expectFailedWith(error: unknown, recording: Recording): void {
  expect(recording.spans.map(({ status }) => status)).not.toContain('unset');
  expect(recording.spans.filter((span) => !Object.is(span.error, error))).toEqual([]);
  expect(typeof recording.tree()).toBe('string');
}

for (const implementation of DECORATING) {
  const program = await buildFile<Errors>(implementation, 'errors');
  describe(implementation.name, () => {
    it.each(AWKWARD)('%s is thrown and recorded as it is', async (_, make) => {
      const error = make();
      const recording = await contrast(program, async ({ Mailer }) => {
        const mailer = new Mailer();
        return [
          same(
            outcomeOf(() => mailer.throws(error)),
            error,
          ),
          same(await settledOutcomeOf(() => mailer.rejects(error)), error),
          same(
            outcomeOf(() => mailer.steps(error).next()),
            error,
          ),
        ];
      });
      expectFailedWith(error, recording);
    });

    it.each(AWKWARD)('a promise rejected with %s is recorded as it is', async (name, make) => {
      const error = make();
      const recording = await contrast(program, async ({ Mailer }) => {
        const mailer = new Mailer();
        return same(await settledOutcomeOf(() => mailer.rejected(error)), error);
      });
      expectFailedWith(SEEN_AS_TEXT.get(name) ?? error, recording);
    });

    it('an error gains no property and stays extensible', async () => {
      await contrast(program, ({ Mailer }) => {
        const error = new Error('boom');
        outcomeOf(() => new Mailer().throws(error));
        return [Reflect.ownKeys(error), Object.isExtensible(error)];
      });
    });

    it('an error that is no failure is noted and leaves the status unset', async () => {
      const error = Object.assign(new Error('absent'), { code: 'ENOENT' });
      const recording = await contrast(program, ({ Mailer }) =>
        same(
          outcomeOf(() => new Mailer().expected(error)),
          error,
        ),
      );
      expect(recording.spans[0]?.status).toBe('unset');
      expect(recording.spans[0]?.error).toBe(error);
    });

    it('a getter that throws stays unread by its caller', async () => {
      const recording = await contrast(program, ({ Annotated }) => new Annotated().send());
      expect(recording.tree({ fields: false })).toBe('Annotated.send thread');
    });
  });

  describe(`${implementation.name}, with a dispatcher of its own`, () => {
    let handle: ReturnType<typeof start> | undefined;
    afterEach(() => handle?.stop());

    const count = async (
      dispatcher: Dispatcher,
      observe: (half: Errors) => unknown,
    ): Promise<{ dispatcherErrors: number; captureErrors: number }> => {
      const wanted = await observe(program.bare);
      handle = start({ dispatcher });
      const before = handle.stats();
      expect(await observe(program.instrumented)).toEqual(wanted);
      const { dispatcherErrors, captureErrors } = handle.stats();
      return { dispatcherErrors, captureErrors: captureErrors - before.captureErrors };
    };

    it('formatters that throw are counted, and the call goes on', async () => {
      const counted = await count({ spanBegin() {} }, async ({ Mailer }) => {
        const mailer = new Mailer();
        const error = new Error('boom');
        return [
          mailer.formatted(1),
          await mailer.formattedLater(2),
          same(await settledOutcomeOf(() => mailer.formattedLater(3, error)), error),
        ];
      });
      // Place, begin and result of the first; begin and result; begin and error.
      expect(counted).toEqual({ dispatcherErrors: 0, captureErrors: 7 });
    });

    it('a formatter that is async and rejects is no unhandled rejection', async () => {
      const unhandled: unknown[] = [];
      const listeners = process.listeners('unhandledRejection');
      process.removeAllListeners('unhandledRejection');
      process.on('unhandledRejection', (reason) => unhandled.push(reason));
      await count({ spanBegin() {} }, async ({ Mailer }) => {
        const value = new Mailer().formattedAsync(1);
        await setImmediate();
        return value;
      });
      process.removeAllListeners('unhandledRejection');
      for (const listener of listeners) process.on('unhandledRejection', listener);
      expect(unhandled).toEqual([]);
    });

    it('a dispatcher that throws or rejects is counted, and the call goes on', async () => {
      const dispatcher: Dispatcher = {
        spanBegin() {
          throw new Error('begin');
        },
        spanEnd: () => Promise.reject(new Error('end')) as never,
      };
      const counted = await count(dispatcher, async ({ Mailer, Annotated }) => {
        const error = new Error('boom');
        const mailer = new Mailer();
        const seen = [
          new Annotated().send(),
          same(
            outcomeOf(() => mailer.throws(error)),
            error,
          ),
          same(await settledOutcomeOf(() => mailer.rejects(error)), error),
          same(
            outcomeOf(() => mailer.steps(error).next()),
            error,
          ),
        ];
        await setImmediate();
        return seen;
      });
      // Begin and end of four calls, and of the one inside the generator.
      expect(counted.dispatcherErrors).toBe(10);
    });
  });
}
