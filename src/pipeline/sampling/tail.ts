import { everyRecord } from '../../wire/otlp/walk.ts';
import { RecordKind } from '../../wire/record.ts';
import type { Segment } from '../../wire/source.ts';
import { Gatherer } from '../sidecar/gather.ts';
import { Decisions } from './decisions.ts';
import { HeldTrace, isLocalRoot, traceKey } from './held-trace.ts';
import { LONGEST_WAIT, type TailSettings } from './tail-options.ts';
import { Threshold } from './threshold.ts';

/** Traces whose decision is remembered for late spans. */
const REMEMBERED = 32_768;

/** What was counted; `taken` is the sum of `kept`, `dropped` and `held` at any time. */
export interface TailStats {
  /** Spans that came in. */
  readonly taken: number;
  /** Spans that went on. */
  readonly kept: number;
  /** Spans that did not. */
  readonly dropped: number;
  /** Spans that wait for a decision. */
  readonly held: number;
  readonly heldBytes: number;
  readonly heldTraces: number;
  /** Traces that were decided before their local root had ended: for want of room, or of time. */
  readonly decidedEarly: number;
}

/**
 * Lets whole traces go on or drops them, once it is known how they ended. Stands in the sidecar,
 * between the rings and the batches. Log events and sites go on at once: a log line is worth
 * reading without its trace.
 *
 * Times are milliseconds of any clock that does not go back.
 */
export class TailSampler {
  readonly #settings: TailSettings;
  readonly #threshold: Threshold;
  readonly #decisions = new Decisions(REMEMBERED);
  /** In the order in which they came. */
  readonly #held = new Map<string, HeldTrace>();
  /**
   * Tells the oldest, which is then decided at once. One iterator for ever: a new one would have
   * to pass all that are gone.
   */
  readonly #oldest: Iterator<HeldTrace> = this.#held.values();
  /** Those of them whose local root has ended, in the order in which that was. */
  readonly #ended = new Set<HeldTrace>();
  readonly #out = new Gatherer();
  #taken = 0;
  #kept = 0;
  #dropped = 0;
  #heldSpans = 0;
  #heldBytes = 0;
  #decidedEarly = 0;

  constructor(settings: TailSettings) {
    this.#settings = settings;
    this.#threshold = new Threshold(settings.ratio);
  }

  get stats(): TailStats {
    return {
      taken: this.#taken,
      kept: this.#kept,
      dropped: this.#dropped,
      held: this.#heldSpans,
      heldBytes: this.#heldBytes,
      heldTraces: this.#held.size,
      decidedEarly: this.#decidedEarly,
    };
  }

  /** Takes records, and gives those that are to go on now. */
  take(segment: Segment, now: number): Segment[] {
    let from = 0;
    const passUntil = (at: number): void => {
      if (at > from) this.#out.add(segment.source, segment.bytes.subarray(from * 4, at * 4));
    };
    everyRecord(segment, (at, length, kind) => {
      const key = kind === RecordKind.SPAN ? traceKey(segment.words, at) : undefined;
      const goesOn = key === undefined ? kind !== RecordKind.PAD : this.#follow(key);
      if (goesOn === true) return;
      passUntil(at);
      from = at + length;
      if (goesOn === undefined) this.#hold(key as string, segment, at, length, now);
    });
    passUntil(segment.words.length);
    return this.#out.take();
  }

  /** Gives what is to go on because of the time. */
  tick(now: number): Segment[] {
    for (const trace of this.#ended) {
      if (now - (trace.endedAt as number) < this.#settings.decisionWait) break;
      this.#decide(trace);
    }
    for (const trace of this.#held.values()) {
      if (now - trace.since < LONGEST_WAIT) break;
      this.#decide(trace);
    }
    return this.#out.take();
  }

  /** Decides on all that wait, since no more will come. */
  drain(): Segment[] {
    for (const trace of this.#held.values()) this.#decide(trace);
    return this.#out.take();
  }

  /** Whether a span of a trace that is decided goes on; undefined if the trace is not. */
  #follow(key: string): boolean | undefined {
    this.#taken++;
    const isKept = this.#decisions.get(key);
    if (isKept === true) this.#kept++;
    if (isKept === false) this.#dropped++;
    return isKept;
  }

  #hold(key: string, segment: Segment, at: number, length: number, now: number): void {
    const trace = this.#traceOf(key, now);
    trace.add(segment, at, length);
    this.#heldSpans++;
    this.#heldBytes += length * 4;
    if (trace.endedAt === undefined && isLocalRoot(segment.words, at)) {
      trace.endedAt = now;
      this.#ended.add(trace);
      if (this.#settings.decisionWait === 0) this.#decide(trace);
    }
    this.#makeRoom();
  }

  #traceOf(key: string, now: number): HeldTrace {
    let trace = this.#held.get(key);
    if (trace === undefined) {
      trace = new HeldTrace(key, now);
      this.#held.set(key, trace);
    }
    return trace;
  }

  #makeRoom(): void {
    const { maxBytes, maxTraces } = this.#settings;
    while (this.#heldBytes > maxBytes || this.#held.size > maxTraces) {
      this.#decide(this.#oldest.next().value as HeldTrace);
    }
  }

  #decide(trace: HeldTrace): void {
    if (trace.endedAt === undefined) this.#decidedEarly++;
    this.#held.delete(trace.key);
    this.#ended.delete(trace);
    this.#heldSpans -= trace.spans;
    this.#heldBytes -= trace.byteLength;
    const isKept = this.#isWanted(trace);
    this.#decisions.set(trace.key, isKept);
    if (isKept) {
      this.#kept += trace.spans;
      trace.release(this.#out);
    } else this.#dropped += trace.spans;
  }

  #isWanted(trace: HeldTrace): boolean {
    const { keepErrors, slowerThan } = this.#settings;
    return (
      (keepErrors && trace.failed) || trace.duration >= slowerThan || this.#threshold.admits(trace)
    );
  }
}
