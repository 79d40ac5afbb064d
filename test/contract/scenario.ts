import type { Nature } from './kinds.ts';
import { Account, between, type Mode, Query, type Stage } from './stage.ts';

/** Calls the function under test. */
export type Act = (mode: Mode, payload: unknown) => unknown;

/** What consumers do with each kind of result; all that they see goes to the stage's log. */
export const SCENARIOS: Readonly<Record<Nature, (act: Act, stage: Stage) => unknown>> = {
  value: useValue,
  promise: usePromise,
  lazy: useLazy,
  generator: useGenerator,
  'async generator': useAsyncGenerator,
};

const PAYLOAD = { paid: true };
/** Frozen, as some are: whoever tags errors with spans fails at this one. */
const ERROR = Object.freeze(new Error('boom'));

function useValue(act: Act, { note }: Stage): void {
  note('value', act('ok', PAYLOAD) === PAYLOAD);
  between();
  note('error', caught(() => act('fail', ERROR)) === ERROR);
}

async function usePromise(act: Act, stage: Stage): Promise<void> {
  const { note } = stage;
  const promise = act('ok', PAYLOAD) as Promise<unknown>;
  between();
  notePromise(promise, stage);
  note('value', (await promise) === PAYLOAD);
  const failing = act('fail', ERROR) as Promise<unknown>;
  between();
  notePromise(failing, stage);
  note('error', (await rejection(failing)) === ERROR);
}

function notePromise(promise: Promise<unknown>, { note, made }: Stage): void {
  const { pid, kill } = promise as { pid?: number; kill?: () => string };
  note('same object', made.length === 0 || promise === made.at(-1));
  note('class', promise instanceof Promise, promise instanceof Account, promise.constructor.name);
  note('properties', Reflect.ownKeys(promise).filter(isDocumented), pid, kill?.());
  note('methods', promise instanceof Account && promise.balance());
}

/** Bluebird keeps its state in properties that begin with `_`. */
function isDocumented(key: string | symbol): boolean {
  return !String(key).startsWith('_') && !DEMANDS.includes(key);
}

/** A thenable that may be lazy carries covers of its own until somebody asks for the value. */
const DEMANDS: readonly (string | symbol)[] = ['then', 'catch', 'finally'];

async function useLazy(act: Act, stage: Stage): Promise<void> {
  const { note, made } = stage;
  const query = act('ok', PAYLOAD) as Query;
  between();
  note('same object', query === made.at(-1), query instanceof Query);
  note('chained', query.where('paid').where('sent') === query, query.conditions);
  note('not started', query.runs);
  note('value', (await query) === PAYLOAD, 'runs', query.runs);
  note('uncovered', Reflect.ownKeys(query));
  const failing = act('fail', ERROR) as Query;
  between();
  note('error', (await rejection(failing)) === ERROR, 'runs', failing.runs);
}

function useGenerator(act: Act, { note }: Stage): void {
  const steps = act('ok', PAYLOAD) as Generator;
  between();
  note(steps.next('unheard'));
  between();
  note(steps.next('heard'), steps.next(), steps.next(), steps.return(3));
  for (const step of act('ok', PAYLOAD) as Generator) {
    note('step', step);
    between();
    break;
  }
  note('error', caught(() => [...(act('fail', ERROR) as Generator)]) === ERROR);
  const thrown = act('ok', PAYLOAD) as Generator;
  thrown.next();
  note('thrown', caught(() => thrown.throw(ERROR)) === ERROR, thrown.next());
  note('never started', (act('ok', PAYLOAD) as Generator).return(4));
}

async function useAsyncGenerator(act: Act, { note }: Stage): Promise<void> {
  const steps = act('ok', PAYLOAD) as AsyncGenerator;
  between();
  note(await steps.next('unheard'));
  between();
  note(await steps.next('heard'), await steps.next(), await steps.next(), await steps.return(3));
  for await (const step of act('ok', PAYLOAD) as AsyncGenerator) {
    note('step', step);
    between();
    break;
  }
  const failing = act('fail', ERROR) as AsyncGenerator;
  await failing.next();
  note('error', (await rejection(failing.next())) === ERROR);
  const thrown = act('ok', PAYLOAD) as AsyncGenerator;
  await thrown.next();
  note('thrown', (await rejection(thrown.throw(ERROR))) === ERROR, await thrown.next());
  note('never started', await (act('ok', PAYLOAD) as AsyncGenerator).return(4));
}

function caught(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  return 'nothing was thrown';
}

async function rejection(promise: PromiseLike<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  return 'nothing was rejected';
}
