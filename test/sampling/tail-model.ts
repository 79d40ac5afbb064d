import { LONGEST_WAIT, type TailSettings } from '../../src/pipeline/sampling/tail-options.ts';
import { spanRecord, type TestSpan } from './records.ts';

interface Waiting {
  readonly trace: number;
  readonly since: number;
  readonly spans: TestSpan[];
  endedAt?: number;
  /** Position among all local roots. */
  order?: number;
}

/** Tail sampling as one would say it: plain arrays, looked through from the start each time. */
export class TailModel {
  readonly kept: number[] = [];
  readonly dropped: number[] = [];
  waiting: Waiting[] = [];
  early = 0;
  late = 0;
  #roots = 0;
  readonly #settings: TailSettings;
  readonly #decided = new Map<number, boolean>();

  constructor(settings: TailSettings) {
    this.#settings = settings;
  }

  span(span: TestSpan, now: number): void {
    const decided = this.#decided.get(span.trace);
    if (decided !== undefined) {
      this.late++;
      (decided ? this.kept : this.dropped).push(span.span);
      return;
    }
    let trace = this.waiting.find((one) => one.trace === span.trace);
    if (trace === undefined) {
      trace = { trace: span.trace, since: now, spans: [] };
      this.waiting.push(trace);
    }
    trace.spans.push(span);
    if (span.remote || span.parent === 0) {
      trace.endedAt ??= now;
      trace.order ??= this.#roots++;
    }
    if (this.#settings.decisionWait === 0) this.#decideWhere((one) => one.endedAt !== undefined);
    while (this.bytes > this.#settings.maxBytes || this.waiting.length > this.#settings.maxTraces) {
      this.#decide(this.waiting[0] as Waiting);
    }
  }

  tick(now: number): void {
    const inOrder = this.waiting.filter((one) => one.endedAt !== undefined);
    inOrder.sort((x, y) => (x.order as number) - (y.order as number));
    for (const one of inOrder) {
      if (now - (one.endedAt as number) >= this.#settings.decisionWait) this.#decide(one);
    }
    this.#decideWhere((one) => now - one.since >= LONGEST_WAIT);
  }

  drain(): void {
    this.#decideWhere(() => true);
  }

  get bytes(): number {
    const records = this.waiting.flatMap(({ spans }) => spans.map((span) => spanRecord(span)));
    return records.reduce((sum, { length }) => sum + length * 4, 0);
  }

  #decideWhere(due: (trace: Waiting) => boolean): void {
    for (const trace of this.waiting.filter(due)) this.#decide(trace);
  }

  #decide(trace: Waiting): void {
    const { keepErrors, slowerThan, ratio } = this.#settings;
    const { spans } = trace;
    this.waiting = this.waiting.filter((one) => one !== trace);
    if (trace.endedAt === undefined) this.early++;
    const begin = Math.min(...spans.map((span) => span.begin as number));
    const end = Math.max(...spans.map((span) => span.end as number));
    const random = ((spans[0]?.high as number) * 2 ** 32 + trace.trace) / 2 ** 56;
    const kept =
      (keepErrors && spans.some((span) => span.failed)) ||
      end - begin >= slowerThan ||
      random >= 1 - ratio;
    this.#decided.set(trace.trace, kept);
    (kept ? this.kept : this.dropped).push(...spans.map((span) => span.span));
  }
}
