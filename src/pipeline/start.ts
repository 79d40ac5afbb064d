import { badOption, checkOptionNames } from '../base/options.ts';
import { Dispatch } from '../dispatch/dispatch.ts';
import type { Dispatcher } from '../dispatch/dispatcher.ts';
import { closeGlobal, installGlobal, refuseSecond } from '../dispatch/installed.ts';
import { type Filter, NOTHING, parseFilter } from '../site/filter.ts';
import { redact } from '../span/redaction.ts';
import { consoleDispatcher } from './console.ts';
import {
  checkPipeline,
  needsSidecar,
  PIPELINE_OPTIONS,
  type PipelineOptions,
  type PipelineSettings,
} from './options.ts';
import { closePipelines, Pipeline } from './pipeline.ts';
import { type Handle, Running } from './running.ts';
import { createSampler } from './sampling/sampler.ts';

/** How spanfn is switched on. */
export interface StartOptions extends PipelineOptions {
  /**
   * Receives the spans in this thread; default, where nothing leaves it, a console that prints
   * the tree of each finished trace.
   */
  readonly dispatcher?: Dispatcher | undefined;
  /** Directives such as `info,src/db=trace`; default the variable `SPANFN_FILTER`, else `info`. */
  readonly filter?: string | undefined;
  /** Names of fields whose values are never recorded, at any depth. */
  readonly redact?: readonly string[] | undefined;
  /** Take over from a global dispatcher that is already set; it is flushed and closed. */
  readonly replace?: boolean | undefined;
}

const OPTIONS: readonly (keyof StartOptions)[] = [
  'dispatcher',
  'filter',
  'redact',
  'replace',
  ...PIPELINE_OPTIONS,
];

/**
 * Switches spanfn on for this thread.
 *
 * @throws SpanFnError `SPANFN_BAD_OPTION`, `SPANFN_BAD_FILTER`, `SPANFN_BAD_DISPATCHER`, and
 * `SPANFN_DISPATCHER_SET` if it is on already and `replace` is not given
 */
export function start(options: StartOptions = {}): Handle {
  checkOptionNames(options, OPTIONS, 'start()');
  const filter = initialFilter(options.filter);
  const redacted = checkRedact(options.redact);
  const settings = checkPipeline(options);
  if (options.replace !== true) refuseSecond();
  const { dispatch, pipeline } = installation(settings, options, { filter, redact: redacted });
  installGlobal(dispatch);
  redact(redacted);
  closeAtExit();
  return new Running(dispatch, pipeline);
}

/** What is installed: the sidecar and the user's dispatcher, or the one of them that there is. */
function installation(
  settings: PipelineSettings,
  { dispatcher, exporters }: StartOptions,
  { filter, redact }: { filter: Filter; redact: readonly string[] },
): { readonly dispatch: Dispatch; readonly pipeline?: Pipeline } {
  if (settings.disabled) return { dispatch: new Dispatch({}, { filter: NOTHING }) };
  const leaves = needsSidecar(settings);
  const prints = settings.console || (!leaves && exporters === undefined);
  const own = dispatcher ?? (prints ? consoleDispatcher() : undefined);
  const sampler =
    leaves || settings.sampler !== undefined ? createSampler(settings.sampler) : undefined;
  if (!leaves) return { dispatch: new Dispatch(own ?? {}, { filter, sampler }) };
  const pipeline = new Pipeline(settings, own, { filter: filter.text, redact });
  const dispatch = new Dispatch(pipeline, { filter, sink: pipeline.sink, sampler });
  return { dispatch, pipeline };
}

let closesAtExit = false;

/** What is still held back is delivered as far as that can be done without waiting. */
function closeAtExit(): void {
  if (closesAtExit) return;
  closesAtExit = true;
  process.on('exit', (code) => {
    void closeGlobal();
    closePipelines(code);
  });
}

function initialFilter(given: string | undefined): Filter {
  const { SPANFN_FILTER } = process.env;
  if (given !== undefined || SPANFN_FILTER === undefined) return parseFilter(given ?? 'info');
  return parseFilter(SPANFN_FILTER, 'the variable SPANFN_FILTER');
}

function checkRedact(names: readonly string[] | undefined): readonly string[] {
  if (names === undefined) return [];
  if (Array.isArray(names) && names.every((name) => typeof name === 'string')) return names;
  throw badOption('start()', 'redact', names, 'an array of field names');
}
