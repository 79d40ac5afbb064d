import { badOption, checkOptionNames } from '../../base/options.ts';
import { checkRatio } from './options.ts';

/**
 * Which traces are exported, decided when they have ended: those of which any rule says so. The
 * spans of a trace wait in the sidecar until its local root (its first span in this process) ends.
 */
export interface TailOptions {
  /** Keep traces in which a span has failed; default yes. */
  readonly keepErrors?: boolean | undefined;
  /** Keep traces that last this many milliseconds, from the first begin to the last end. */
  readonly slowerThan?: number | undefined;
  /**
   * Keep this share of all, from 0 to 1; default 0. It is chosen by trace id, as at the head: of
   * two ratios, the smaller one counts.
   */
  readonly ratio?: number | undefined;
  /** Milliseconds to wait, after the local root has ended, for spans that end later; default 0. */
  readonly decisionWait?: number | undefined;
  /** Traces that may wait; beyond, the oldest is decided early. Default 10,000. */
  readonly maxTraces?: number | undefined;
  /** Bytes of spans that may wait; beyond, the oldest trace is decided early. Default 32 MiB. */
  readonly maxBytes?: number | undefined;
}

/** `TailOptions`, complete. */
export interface TailSettings {
  readonly keepErrors: boolean;
  readonly slowerThan: number;
  readonly ratio: number;
  readonly decisionWait: number;
  readonly maxTraces: number;
  readonly maxBytes: number;
}

/** Milliseconds that a trace may wait at all: then it is decided, ended or not. */
export const LONGEST_WAIT = 30_000;

const OWNER = 'tail';
const RULES = ['keepErrors', 'slowerThan', 'ratio'] as const;
const NAMES: readonly (keyof TailOptions)[] = [...RULES, 'decisionWait', 'maxTraces', 'maxBytes'];

/**
 * Completes the options.
 *
 * @throws SpanFnError `SPANFN_BAD_OPTION`
 */
export function checkTailOptions(given: unknown): TailSettings {
  checkOptionNames(given, NAMES, OWNER);
  const options = given as TailOptions;
  if (RULES.every((rule) => options[rule] === undefined)) {
    throw badOption('start()', OWNER, given, `an object with at least one of ${RULES.join(', ')}`);
  }
  const settings: TailSettings = {
    keepErrors: options.keepErrors ?? true,
    slowerThan: options.slowerThan ?? Number.POSITIVE_INFINITY,
    ratio: options.ratio ?? 0,
    decisionWait: options.decisionWait ?? 0,
    maxTraces: options.maxTraces ?? 10_000,
    maxBytes: options.maxBytes ?? 32 * 1024 * 1024,
  };
  checkSettings(settings);
  return settings;
}

function checkSettings(settings: TailSettings): void {
  const { keepErrors, slowerThan, ratio, decisionWait } = settings;
  if (typeof keepErrors !== 'boolean') {
    throw badOption(OWNER, 'keepErrors', keepErrors, 'true or false');
  }
  if (!(typeof slowerThan === 'number' && slowerThan >= 0)) {
    throw badOption(OWNER, 'slowerThan', slowerThan, 'a number of milliseconds');
  }
  checkRatio(OWNER, ratio);
  if (!(typeof decisionWait === 'number' && decisionWait >= 0 && decisionWait <= LONGEST_WAIT)) {
    throw badOption(OWNER, 'decisionWait', decisionWait, `milliseconds, at most ${LONGEST_WAIT}`);
  }
  for (const name of ['maxTraces', 'maxBytes'] as const) {
    if (Number.isSafeInteger(settings[name]) && settings[name] > 0) continue;
    throw badOption(OWNER, name, settings[name], 'a whole number above 0');
  }
}
