import { fixedClock } from '../base/clock.ts';
import { countingIds } from '../base/ids.ts';
import { badOption, checkOptionNames } from '../base/options.ts';
import { Dispatch } from '../dispatch/dispatch.ts';
import { guardScope, runScoped } from '../dispatch/scoped.ts';
import { currentFrame, Frame } from '../frame/frame.ts';
import { parseFilter } from '../site/filter.ts';
import { Recording } from './recording.ts';

/** How spans are recorded. */
export interface RecordOptions {
  /** What is recorded, such as `debug,src/db=off`; default everything. */
  readonly filter?: string | undefined;
  /** `fixed`: trace and span ids count 1, 2, 3, … instead of being random. */
  readonly ids?: 'fixed' | undefined;
  /** `fixed`: each reading of the clock is 1 µs after the last, beginning at 2000-01-01. */
  readonly clock?: 'fixed' | undefined;
}

const OPTIONS: readonly (keyof RecordOptions)[] = ['filter', 'ids', 'clock'];
const YEAR_2000 = 946_684_800_000_000_000n;

/**
 * Records all spans of `run`, and of what it starts, and no others: neither those of tests that
 * run at the same time, nor does a global dispatcher see these. Fails as `run` fails.
 *
 * @throws SpanFnError `SPANFN_BAD_OPTION`, `SPANFN_BAD_FILTER`
 */
export function record(run: (recording: Recording) => unknown): Promise<Recording>;
export function record(
  options: RecordOptions,
  run: (recording: Recording) => unknown,
): Promise<Recording>;
/** The same for a synchronous block, until it is left: `using rec = record()`. */
export function record(options?: RecordOptions): Recording & Disposable;
export function record(
  optionsOrRun: RecordOptions | ((recording: Recording) => unknown) = {},
  run?: (recording: Recording) => unknown,
): Promise<Recording> | (Recording & Disposable) {
  const callback = typeof optionsOrRun === 'function' ? optionsOrRun : run;
  const options = typeof optionsOrRun === 'function' ? {} : optionsOrRun;
  const recording = new Recording();
  const dispatch = new Dispatch(recording.dispatcher(), dispatchOptions(options));
  const outer = currentFrame();
  // No current span: what is recorded starts traces of its own, whatever runs around the test.
  const frame = new Frame(null, outer?.context ?? null, dispatch, outer?.muted ?? false);
  if (callback !== undefined) return runRecorded(recording, dispatch, frame, callback);
  const guard = guardScope(dispatch, frame);
  return Object.assign(recording, { [Symbol.dispose]: () => guard[Symbol.dispose]() });
}

async function runRecorded(
  recording: Recording,
  dispatch: Dispatch,
  frame: Frame,
  run: (recording: Recording) => unknown,
): Promise<Recording> {
  await runScoped(dispatch, frame, async () => run(recording));
  return recording;
}

function dispatchOptions(options: RecordOptions): ConstructorParameters<typeof Dispatch>[1] {
  checkOptionNames(options, OPTIONS, 'record()');
  for (const name of ['ids', 'clock'] as const) {
    const value = options[name];
    if (value !== undefined && value !== 'fixed')
      throw badOption('record()', name, value, "'fixed'");
  }
  return {
    filter: options.filter === undefined ? undefined : parseFilter(options.filter),
    ids: options.ids === 'fixed' ? countingIds() : undefined,
    clock: options.clock === 'fixed' ? fixedClock(YEAR_2000, 1_000n) : undefined,
  };
}
