import { SpanFnError } from '../../base/errors.ts';
import { type Problem, problemOf } from './problem.ts';

/** What the sidecar is doing. */
export const State = { STARTING: 0, READY: 1, FAILED: 2, STOPPED: 3 } as const;

const STATE = 0;
const STOP = 1;
const BUDGET = 2;
const TEXT_LENGTH = 3;
const COUNTERS = 64;
const TEXT = 512;
/** Of any text that is told, all that its author has not cut is there. */
const BYTES = 32_768;

/** What the sidecar counts for all rings and exporters together, each with its place. */
export const SidecarCounter = {
  /** Spans that tail sampling left out. */
  TAIL_SAMPLED: 0,
  /** What is kept, and what was evicted: as many as there are `KEPT_COUNTERS`. */
  KEPT: 1,
  /** What rings had counted whose threads are gone: as many as there are kinds of `Counter`. */
  RETIRED: 16,
} as const;

/** What the sidecar has to say when it is ready. */
export interface Readiness {
  /** Of the endpoints, if there are any. */
  readonly url: string | undefined;
}

/** Why a process ends, where that is worth a snapshot. */
export interface Ending {
  readonly reason: string;
  readonly error: string | undefined;
}

const NOT_STARTED: Omit<Problem, 'value'> = {
  code: 'SPANFN_SIDECAR_FAILED',
  cause: 'The sidecar could not start',
  remedy: 'See what it says; without `exporters`, `endpoints` and `retention` none is needed.',
};

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

  /** Why it is to stop, if that is worth a snapshot. */
  get ending(): Ending | undefined {
    return this.#told() as Ending | undefined;
  }

  /** Orders the sidecar to stop. */
  stop(ms: number, ending?: Ending): void {
    this.#tell(ending);
    Atomics.store(this.#words, BUDGET, ms);
    Atomics.store(this.#words, STOP, 1);
  }

  /** Says that the sidecar has started. */
  ready(readiness: Readiness): void {
    this.#tell(readiness);
    this.state = State.READY;
  }

  /** What `ready` was given. */
  readiness(): Readiness {
    return this.#told() as Readiness;
  }

  /** Says why the sidecar could not start. */
  fail(error: unknown): void {
    this.#tell(problemOf(error, NOT_STARTED));
    this.state = State.FAILED;
  }

  /** The error that `fail` was given. */
  failure(): SpanFnError {
    const { code, ...problem } = this.#told() as Problem;
    return new SpanFnError(code, problem);
  }

  #tell(message: object | undefined): void {
    const text = Buffer.from(message === undefined ? '' : JSON.stringify(message));
    new Uint8Array(this.memory, TEXT).set(text.subarray(0, BYTES - TEXT));
    Atomics.store(this.#words, TEXT_LENGTH, text.length);
  }

  #told(): unknown {
    const bytes = new Uint8Array(this.memory, TEXT, Atomics.load(this.#words, TEXT_LENGTH));
    return bytes.length === 0 ? undefined : JSON.parse(Buffer.from(bytes).toString());
  }
}
