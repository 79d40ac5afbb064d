import { SpanFnError } from '../../base/errors.ts';
import { Pause } from '../exporters/pause.ts';
import type { Problem } from './problem.ts';

/** What the sidecar can be asked for. */
export type Errand =
  /** Everything pushed so far is to be exported or dropped, within so many milliseconds. */
  | { readonly flush: number }
  /** What is retained is to be written, for this reason. */
  | { readonly snapshot: string };

/** What came of it. */
export interface Done {
  /** Of the file that was written. */
  readonly path?: string | undefined;
  readonly problem?: Problem | undefined;
}

/** An errand and its number, which comes back with what was done. */
export interface Asked {
  readonly number: number;
  readonly errand: Errand;
}

/** The way to the sidecar: keeps the process alive only while something is awaited. */
export interface Line {
  ref(): void;
  unref(): void;
}

/** Milliseconds that an answer may take on top of what the errand was given. */
const GRACE = 100;
/** Milliseconds in which a snapshot is to be written. */
const SNAPSHOT_WITHIN = 30_000;

interface Waiting {
  readonly pause: Pause;
  done: Done | undefined;
}

/** What one thread has asked of the sidecar, as many at a time as it likes. */
export class Errands {
  readonly #line: Line;
  readonly #post: (asked: Asked) => void;
  readonly #waiting = new Map<number, Waiting>();
  #last = 0;
  #isOver = false;

  constructor(line: Line, post: (asked: Asked) => void) {
    this.#line = line;
    this.#post = post;
  }

  /** Resolves when everything pushed so far has its fate; at the latest after `ms`. */
  async flush(ms: number): Promise<void> {
    await this.#ask({ flush: ms }, ms);
  }

  /**
   * Resolves with the path of what was written.
   *
   * @throws SpanFnError `SPANFN_SNAPSHOT_FAILED`
   */
  async snapshot(reason: string): Promise<string> {
    const { path, problem } = (await this.#ask({ snapshot: reason }, SNAPSHOT_WITHIN)) ?? {};
    if (path !== undefined) return path;
    throw new SpanFnError(problem?.code ?? 'SPANFN_SNAPSHOT_FAILED', problem ?? UNANSWERED);
  }

  /** Something was done. */
  hear(number: number, done: Done): void {
    const waiting = this.#waiting.get(number);
    if (waiting === undefined) return;
    waiting.done = done;
    waiting.pause.end();
  }

  /** Nothing will be done any more. */
  end(): void {
    this.#isOver = true;
    for (const { pause } of this.#waiting.values()) pause.end();
  }

  async #ask(errand: Errand, ms: number): Promise<Done | undefined> {
    if (this.#isOver) return undefined;
    const number = ++this.#last;
    const waiting: Waiting = { pause: new Pause(ms + GRACE), done: undefined };
    this.#waiting.set(number, waiting);
    this.#line.ref();
    this.#post({ number, errand });
    await waiting.pause.over;
    this.#waiting.delete(number);
    if (this.#waiting.size === 0) this.#line.unref();
    return waiting.done;
  }
}

const UNANSWERED: Omit<Problem, 'code'> = {
  value: 'nothing',
  cause: 'The sidecar has not written a snapshot',
  remedy: 'Ask before stop(); see what it has said on stderr.',
};
