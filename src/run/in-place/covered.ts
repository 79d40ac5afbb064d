import { apply } from '../../base/primordials.ts';
import { type InPlaceSpan, SUSPENDED } from './in-place-span.ts';
import { suspend } from './suspension.ts';

/** Whether the body suspends after its iterator gave `result`. */
export type Suspends = (result: unknown) => boolean;

/** Every `await` of a result suspends. */
export const always: Suspends = () => true;

/**
 * Stands before an iterable whose steps suspend a body inside of its own statement, in a loop
 * or in `yield*`, where no call can be spliced in. The language looks up each member here as
 * often as it would on the iterable, finds it where that has it, and gets the very results.
 */
export class CoveredIterable {
  private readonly span: InPlaceSpan;
  private readonly bare: Iterable<unknown> & AsyncIterable<unknown>;
  private readonly suspends: Suspends;

  constructor(span: InPlaceSpan, bare: unknown, suspends: Suspends) {
    this.span = span;
    this.bare = bare as Iterable<unknown> & AsyncIterable<unknown>;
    this.suspends = suspends;
  }

  get [Symbol.asyncIterator](): unknown {
    return this.open(this.bare[Symbol.asyncIterator]);
  }

  get [Symbol.iterator](): unknown {
    return this.open(this.bare[Symbol.iterator]);
  }

  private open(method: unknown): unknown {
    if (typeof method !== 'function') return method;
    return () => {
      const iterator: unknown = apply(method, this.bare, []);
      const isObject = typeof iterator === 'object' || typeof iterator === 'function';
      if (!isObject || iterator === null) return iterator; // The language refuses it.
      return new CoveredIterator(this.span, iterator as Steps, this.suspends);
    };
  }
}

/** The members of an iterator; each may be anything at all. */
interface Steps {
  readonly next: unknown;
  readonly return?: unknown;
  readonly throw?: unknown;
}

class CoveredIterator implements Steps {
  private readonly span: InPlaceSpan;
  private readonly bare: Steps;
  private readonly suspends: Suspends;

  constructor(span: InPlaceSpan, bare: Steps, suspends: Suspends) {
    this.span = span;
    this.bare = bare;
    this.suspends = suspends;
  }

  get next(): unknown {
    return this.cover(this.bare.next);
  }

  get return(): unknown {
    return this.cover(this.bare.return);
  }

  get throw(): unknown {
    return this.cover(this.bare.throw);
  }

  /**
   * A step that throws may suspend or not: of a sync iterator in a loop with `await` it does. The
   * body resumes wherever it catches the error, so giving back the frame is right in any case.
   */
  private cover(method: unknown): unknown {
    if (typeof method !== 'function') return method;
    return (...args: unknown[]): unknown => {
      if (this.span.phase === SUSPENDED) this.span.borrow();
      let result: unknown;
      try {
        result = apply(method, this.bare, args);
      } catch (error) {
        suspend(this.span, undefined);
        throw error;
      }
      return this.suspends(result) ? suspend(this.span, result) : result;
    };
  }
}
