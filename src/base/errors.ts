/** Codes of the mistakes that spanfn reports to its user. */
export type SpanFnErrorCode =
  | 'SPANFN_BAD_OPTION'
  | 'SPANFN_BAD_NAME'
  | 'SPANFN_BAD_FILTER'
  | 'SPANFN_BAD_LEVEL'
  | 'SPANFN_BAD_PARENT'
  | 'SPANFN_BAD_DISPATCHER'
  | 'SPANFN_DISPATCHER_SET'
  | 'SPANFN_ALREADY_STARTED'
  | 'SPANFN_NOT_DECORABLE'
  | 'SPANFN_NATIVE_FIELD'
  | 'SPANFN_TWO_COPIES'
  | 'SPANFN_BAD_EXPORTER'
  | 'SPANFN_SIDECAR_FAILED'
  | 'SPANFN_NO_SIDECAR'
  | 'SPANFN_SNAPSHOT_FAILED'
  | 'SPANFN_WORKER_FAILED';

/** What a `SpanFnError` is made of. */
export interface SpanFnProblem {
  /** What was given, as the caller wrote it. */
  readonly value: unknown;
  /** Why that cannot work. */
  readonly cause: string;
  /** What to write instead. */
  readonly remedy: string;
}

/**
 * The one error class of this package. It is thrown only for mistakes made while setting up
 * (decorating, naming, configuring); a call that is being traced never sees it.
 */
export class SpanFnError extends Error {
  override readonly name: string = 'SpanFnError';
  readonly code: SpanFnErrorCode;
  /** What was given. */
  readonly value: unknown;
  /** Why that cannot work. */
  readonly reason: string;
  /** What to do about it. */
  readonly remedy: string;

  constructor(code: SpanFnErrorCode, problem: SpanFnProblem) {
    super(`${problem.cause} (got ${describe(problem.value)}). ${problem.remedy} [${code}]`);
    this.code = code;
    this.value = problem.value;
    this.reason = problem.cause;
    this.remedy = problem.remedy;
    // The message has both already; Node prints what is enumerable a second time.
    for (const key of ['name', 'value', 'reason', 'remedy']) {
      Object.defineProperty(this, key, { enumerable: false });
    }
  }
}

/** Names a value for an error message, bounded and without running any code of its owner. */
export function describe(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value.length > 80 ? `${value.slice(0, 80)}…` : value);
    case 'bigint':
      return `${value}n`;
    case 'function': {
      const name = Object.getOwnPropertyDescriptor(value, 'name')?.value;
      return typeof name === 'string' && name !== '' ? `function ${name}` : 'an anonymous function';
    }
    case 'object':
      if (value === null) return 'null';
      return Array.isArray(value) ? `an array of ${value.length}` : 'an object';
    default:
      return String(value);
  }
}
