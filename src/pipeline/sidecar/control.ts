import { SpanFnError, type SpanFnErrorCode } from '../../base/errors.ts';

/** What the sidecar is doing. */
export const State = { STARTING: 0, READY: 1, FAILED: 2, STOPPED: 3 } as const;

const STATE = 0;
const STOP = 1;
const BUDGET = 2;
const TEXT_LENGTH = 3;
const COUNTERS = 64;
const TEXT = 512;
const BYTES = 8192;

/** What the sidecar counts for all rings and exporters together, each with its place. */
export const SidecarCounter = {
  /** Spans that tail sampling left out. */
  TAIL_SAMPLED: 0,
  /** What rings had counted whose threads are gone: as many as there are kinds of `Counter`. */
  RETIRED: 16,
} as const;

/**
 * Memory that the application's thread and the sidecar share, for what must work while the other
 * one is blocked: start, the order to stop, counters.
 */
export class Control {
  readonly memory: SharedArrayBuffer;
  readonly counters: Float64Array;
  readonly #words: Int32Array;

  constructor(memory: SharedArrayBuffer = new SharedArrayBuffer(BYTES)) {
    this.memory = memory;
    this.#words = new Int32Array(memory);
    this.counters = new Float64Array(memory, COUNTERS, (TEXT - COUNTERS) / 8);
  }

  get state(): number {
    return Atomics.load(this.#words, STATE);
  }

  /** Set by the sidecar; whoever waits is woken. */
  set state(state: number) {
    Atomics.store(this.#words, STATE, state);
    Atomics.notify(this.#words, STATE);
  }

  /** Blocks until the state is no longer `state`, for at most `ms`. */
  waitWhile(state: number, ms: number): void {
    Atomics.wait(this.#words, STATE, state, ms);
  }

  /** Milliseconds within which the sidecar is to stop; undefined while it may go on. */
  get stopWithin(): number | undefined {
    return Atomics.load(this.#words, STOP) === 0 ? undefined : Atomics.load(this.#words, BUDGET);
  }

  set stopWithin(ms: number) {
    Atomics.store(this.#words, BUDGET, ms);
    Atomics.store(this.#words, STOP, 1);
  }

  /** Says why the sidecar could not start. */
  fail(error: unknown): void {
    const text = Buffer.from(JSON.stringify(problemOf(error))).subarray(0, BYTES - TEXT);
    new Uint8Array(this.memory, TEXT).set(text);
    Atomics.store(this.#words, TEXT_LENGTH, text.length);
    this.state = State.FAILED;
  }

  /** The error that `fail` was given. */
  failure(): SpanFnError {
    const bytes = new Uint8Array(this.memory, TEXT, Atomics.load(this.#words, TEXT_LENGTH));
    const { code, ...problem } = JSON.parse(Buffer.from(bytes).toString()) as Problem;
    return new SpanFnError(code, problem);
  }
}

interface Problem {
  readonly code: SpanFnErrorCode;
  readonly value: unknown;
  readonly cause: string;
  readonly remedy: string;
}

function problemOf(error: unknown): Problem {
  if (error instanceof SpanFnError) {
    const { code, value, remedy } = error;
    return { code, value: short(value), cause: error.reason, remedy };
  }
  return {
    code: 'SPANFN_SIDECAR_FAILED',
    value: short(error instanceof Error ? `${error.name}: ${error.message}` : error),
    cause: 'The sidecar could not start',
    remedy: 'See what it says; without `exporters` and `endpoints` no sidecar is needed.',
  };
}

function short(value: unknown): string {
  return String(value).slice(0, 1000);
}
