import { setImmediate } from 'node:timers/promises';
import { types } from 'node:util';
import { current } from 'spanfn';
import { type Recording, record } from 'spanfn/testing';
import { eventModules } from './events.ts';
import { hearing } from './process-events.ts';
import type { Program } from './program.ts';
import { prepare } from './realm.ts';
import { Stage } from './stage.ts';

/** What a run left behind. */
export interface Outcome {
  readonly events: readonly string[];
  readonly appearances: readonly string[];
  readonly stage: Stage;
  /** Of the run, if it was recorded. */
  readonly recording: Recording | undefined;
  /** Names of spans that were current when the program had returned, and when all was over. */
  readonly leaks: readonly string[];
}

export interface RunOptions {
  /** Whether spans are wanted; without, instrumented code has nobody to tell. */
  readonly recorded: boolean;
  /** Modules by name, beside the abi. */
  readonly modules?: Readonly<Record<string, unknown>>;
}

/** Runs a program to its end: until the loop has nothing left of it. */
export async function runProgram(
  program: Pick<Program, 'ownRealm'>,
  code: string,
  { recorded, modules = {} }: RunOptions,
): Promise<Outcome> {
  const stage = new Stage();
  const leaks: string[] = [];
  const known: Readonly<Record<string, unknown>> = { ...eventModules(stage.note), ...modules };
  const require = (name: string): unknown => {
    if (!(name in known)) throw new Error(`no module ${name}`);
    return known[name];
  };
  const start = prepare(code, program, stage, require);
  const perform = async (): Promise<void> => {
    try {
      start();
    } catch (error) {
      stage.note('thrown at the top', [error]);
    }
    leaks.push(...(current() ? [`after the program: ${current()?.site.name}`] : []));
    do await setImmediate();
    while (!stage.idle);
    await setImmediate();
    leaks.push(...(current() ? [`at the end: ${current()?.site.name}`] : []));
  };
  stage.countTicks();
  const report = (event: string, values: readonly unknown[]): void => {
    if (!isCycle(values[0])) stage.note(event, values);
  };
  const recording = await hearing(report, async () =>
    recorded ? record(perform) : void (await perform()),
  );
  return { events: stage.events, appearances: stage.appearances(), stage, recording, leaks };
}

/**
 * An async function that returns its own promise: what is returned was taken for adopted, hence
 * handled, and nothing but the promise itself knows better.
 */
function isCycle(reason: unknown): boolean {
  const message = types.isNativeError(reason) && Object.getOwnPropertyDescriptor(reason, 'message');
  return typeof message === 'object' && String(message.value).startsWith('Chaining cycle detected');
}
