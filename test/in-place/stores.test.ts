import { AsyncLocalStorage } from 'node:async_hooks';
import { setImmediate as immediate } from 'node:timers/promises';
import { span, spanFn } from 'spanfn';
import { describe, expect, test } from 'vitest';
import { contrast } from '../contract/contrast.ts';
import type { Program } from '../contract/program.ts';
import { emit } from './emitted.ts';

// The program has storages of its own. What it enters in one of them inside of a body outlasts
// the body, goes on after an `await`, and shows to whoever runs next on the same stack: spans
// switch contexts, and must neither take any of that back nor bring it about.

/** Two storages of the program, and all that was in them wherever it looked. */
class Stage {
  readonly one: AsyncLocalStorage<string> = new AsyncLocalStorage();
  readonly two: AsyncLocalStorage<string> = new AsyncLocalStorage();
  readonly log: string[] = [];
  readonly #act: Act;
  acts = 0;

  constructor(act: Act) {
    this.#act = act;
  }

  note = (where: string): void => {
    this.log.push(`${where}: ${this.one.getStore()}, ${this.two.getStore()}`);
  };

  /** Up to Node 22 a storage in use lies on every promise there is. */
  dispose(): void {
    this.one.disable();
    this.two.disable();
  }

  /** What a body does to the storages: something else each time. */
  act = (): void => {
    this.note('in');
    this.#act(this, ++this.acts);
    this.note('acted');
    queueMicrotask(() => this.note('in a microtask'));
    setImmediate(() => this.note('in a later turn'));
    inner();
  };
}

type Act = (stage: Stage, turn: number) => void;

const inner = spanFn('inner', () => {});

const ACTS: Readonly<Record<string, Act>> = {
  'does nothing': () => {},
  enters: ({ one }, turn) => one.enterWith(`entered ${turn}`),
  'enters the empty one': ({ two }, turn) => two.enterWith(`entered ${turn}`),
  'enters what is there': ({ one }) => one.enterWith(one.getStore()!),
  runs: ({ one, note }) => one.run('run', () => note('running')),
  'runs and enters another': ({ one, two }) => one.run('run', () => two.enterWith('entered')),
  'enters inside of a span': ({ one }) => span('hand', () => one.enterWith('entered')),
  'enters inside of a function': ({ one }) => nested(() => one.enterWith('entered')),
  'enters inside of an async function': ({ one }) => {
    void nestedAsync(() => one.enterWith('entered'));
  },
  disables: ({ one }) => one.disable(),
  'disables and enters': ({ one, two }) => {
    one.disable();
    two.enterWith('entered');
  },
};

const nested = spanFn('nested', (act: () => void) => act());
const nestedAsync = spanFn('nestedAsync', async (act: () => void) => {
  act();
  await null;
});

interface Api {
  sync(stage: Stage): unknown;
  auto(stage: Stage): unknown;
  later(stage: Stage): unknown;
  flow(stage: Stage): unknown;
  late(stage: Stage): unknown;
  straight(stage: Stage): unknown;
  caught(stage: Stage): unknown;
  outer(stage: Stage): unknown;
  looped(stage: Stage): unknown;
  steps(stage: Stage): unknown;
  stream(stage: Stage): unknown;
  idle(stage: Stage): unknown;
}

const KINDS: readonly (keyof Api)[] = [
  'sync',
  'auto',
  'later',
  'flow',
  'late',
  'straight',
  'caught',
  'outer',
  'looped',
  'steps',
  'stream',
  'idle',
];

const SOURCE = `
  function sync({ act }) { «sync sync» act(); return⟨1⟩ «end» }
  function auto({ act }) { «auto auto» act(); return⟨1⟩ «end» }
  function later({ act, note }) { «promise later»
    act();
    return⟨Promise.resolve().then(() => { note('in then'); act(); })⟩
  «end» }
  async function flow({ act, note }) { «async flow»
    act();
    await⟨null⟩;
    note('resumed');
    act();
    await⟨immediate()⟩;
    note('resumed again');
    return⟨1⟩
  «end» }
  async function late({ act, note }) { «async late»
    note('begun');
    await⟨null⟩;
    act();
    await⟨null⟩;
    note('resumed');
  «end» }
  async function straight({ act }) { «async straight» act(); return⟨1⟩ «end» }
  async function caught({ act, note }) { «async caught»
    try { act(); await⟨Promise.reject(1)⟩; } catch { ⟨⟩ note('caught'); act(); }
    await⟨null⟩;
    note('resumed');
  «end» }
  async function outer(stage) { «async outer»
    const promise = flow(stage);
    stage.act();
    await⟨promise⟩;
    stage.note('resumed outside');
    sync(stage);
    await⟨straight(stage)⟩;
    stage.note('left');
  «end» }
  async function looped(stage) { «async looped»
    for await (const x of⟨stream(stage)⟩) { ⟨⟩ stage.note('looped ' + x); stage.act(); } ⟨⟩
    stage.note('left');
  «end» }
  function* steps({ act, note }) { «generator steps»
    act();
    yield⟨1⟩;
    note('resumed');
    act();
    yield⟨2⟩;
    note('resumed again');
  «end» }
  async function* stream({ act, note }) { «async generator stream»
    act();
    yield⟨1⟩;
    note('resumed');
    act();
    await⟨immediate()⟩;
    note('awaited');
    yield⟨2⟩;
    note('resumed again');
  «end» }
  async function* idle({ note }) { «async generator idle»
    note('begun');
    yield⟨1⟩;
    note('resumed');
    yield⟨2⟩;
    note('resumed again');
  «end» }
  return { sync, auto, later, flow, late, straight, caught, outer, looped, steps, stream, idle };`;

const inPlace = emit<Api>(SOURCE, { immediate: () => immediate() });
const wrapped: Program<Api> = {
  bare: inPlace.bare,
  instrumented: Object.fromEntries(
    Object.entries(inPlace.bare).map(([name, fn]) => [name, spanFn(name, fn)]),
  ) as unknown as Api,
};

/** Calls a body in the midst of a program that looks at its storages, and acts `meanwhile`. */
async function drive(body: (stage: Stage) => unknown, act: Act, meanwhile: Act): Promise<string[]> {
  const stage = new Stage(act);
  const { note, one, two } = stage;
  await one.run('caller', async () => {
    const result = body(stage);
    note('called');
    meanwhile(stage, 0);
    note('meanwhile');
    await finish(result, stage);
    note('done');
    await immediate();
    note('after');
  });
  note('outside');
  two.enterWith('new');
  const other = new Stage(act); // Generators do not even begin, other bodies run on their own.
  body(other);
  note('end');
  await immediate();
  await immediate();
  for (const each of [stage, other]) each.dispose();
  return [...stage.log, ...other.log];
}

/** Resumes a generator from contexts that differ. */
async function finish(result: unknown, { note, two }: Stage): Promise<void> {
  const { next } = Object(result) as Partial<AsyncGenerator>;
  if (next === undefined) return void (await result);
  for (let i = 0; i < 4; i++) {
    const step = next.call(result as AsyncGenerator);
    note('stepped');
    if (i === 1) two.enterWith('consumer');
    await step;
    note('yielded');
  }
}

const FORMS: readonly [string, Program<Api>][] = [
  ['in place', inPlace],
  ['wrapped', wrapped],
];

/** What a storage that is disabled loses is lost in one context, and a body has its own. */
const DISABLING = ['disables', 'disables and enters'];

/** Whether a body shares the context of its caller for long enough to lose the same. */
function compares(form: string, kind: keyof Api, act: string, meanwhile: string): boolean {
  if (DISABLING.includes(act) && kind === 'late') return false; // After its first `await`.
  if (!DISABLING.includes(meanwhile)) return true;
  // In place, a suspended body is back in the context of its caller, unless that is another body.
  return form === 'in place' && kind !== 'later' && kind !== 'outer';
}

/** What a body has started keeps the context of the body. */
function withoutStarted(log: readonly string[], meanwhile: string): readonly string[] {
  return DISABLING.includes(meanwhile) ? log.filter((line) => !line.startsWith('in a ')) : log;
}

describe.each(FORMS)('%s', (form, program) => {
  describe.each(KINDS)('%s', (kind) => {
    test.each(Object.keys(ACTS).filter((act) => compares(form, kind, act, 'does nothing')))(
      'a body that %s',
      async (act) => {
        for (const [name, meanwhile] of Object.entries(ACTS)) {
          if (!compares(form, kind, act, name)) continue;
          const recording = await contrast(program, async (api) => {
            const run = () => drive(api[kind], ACTS[act]!, meanwhile);
            const logs = [await run(), await span('around', run)];
            return [name, ...logs.map((log) => withoutStarted(log, name))];
          });
          const made = recording.spans.filter((each) => each.name === kind);
          expect(made.length).toBeGreaterThan(1);
        }
      },
    );
  });
});
