import type { AnyFunction } from '../base/any-function.ts';
import { apply, defineProperty } from '../base/primordials.ts';
import type { Frame } from '../frame/frame.ts';
import type { Site } from '../site/site.ts';
import type { LiveSpan } from '../span/live-span.ts';
import { create } from '../span/open.ts';

/** Ways to resume a generator. */
export type Resumption = 'next' | 'return' | 'throw';
const RESUMPTIONS: readonly Resumption[] = ['next', 'return', 'throw'];

type Resume = (method: AnyFunction, name: Resumption, args: unknown[]) => unknown;

/** Covers the methods of a generator by ones of its own, which read like those they cover. */
export function coverResumptions(generator: object, resume: Resume): void {
  const bare = generator as Record<Resumption, AnyFunction>;
  const { next, return: doReturn, throw: doThrow } = bare;
  const pass = (self: unknown, method: AnyFunction, name: Resumption, value: unknown): unknown =>
    self === generator ? resume(method, name, [value]) : apply(method, self, [value]);
  const covers = {
    next(value: unknown) {
      return pass(this, next, 'next', value);
    },
    return(value: unknown) {
      return pass(this, doReturn, 'return', value);
    },
    throw(value: unknown) {
      return pass(this, doThrow, 'throw', value);
    },
  };
  for (const name of RESUMPTIONS) {
    defineProperty(generator, name, { value: covers[name], configurable: true, writable: true });
  }
}

/** The span of one generator, sync or async: there from the first `next`, if somebody wants it. */
export class GeneratorSpan {
  protected span: LiveSpan | null = null;
  /** False before the body starts without a span, and once the body has ended. */
  protected traced = true;
  private readonly site: Site;
  private readonly self: unknown;
  private readonly args: readonly unknown[];

  constructor(site: Site, self: unknown, args: readonly unknown[]) {
    this.site = site;
    this.self = self;
    this.args = args;
  }

  /** Opens the span at the first resumption. A body that `return` or `throw` finds fresh never runs. */
  protected open(name: Resumption, frame: Frame | undefined): void {
    const starts = name === 'next' && this.site.on;
    this.span = starts ? create(this.site, frame, 'async', this.self, this.args) : null;
    if (this.span === null) this.traced = false;
    else this.span.begin();
  }
}
