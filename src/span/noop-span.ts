import type { SpanKind, SpanStatus } from '../dispatch/readable-span.ts';
import { Site } from '../site/site.ts';
import type { Span } from './span.ts';

/** Stands in where nobody listens: takes everything, keeps nothing. */
class NoopSpan implements Span, Disposable {
  readonly site: Site = new Site({ name: '', kind: 'auto' });
  readonly name: string = '';
  readonly kind: SpanKind = 'thread';
  readonly status: SpanStatus = 'unset';
  readonly error: unknown = undefined;
  readonly fields: Record<string, never> = Object.freeze({});
  readonly parent = null;
  readonly parentSpanId = undefined;
  readonly depth = 0;
  readonly links: readonly never[] = Object.freeze([]);
  readonly startTime = 0n;
  readonly endTime = 0n;
  readonly duration = 0;
  readonly busy = undefined;
  readonly ended = true;
  readonly traceId: string = '0'.repeat(32);
  readonly spanId: string = '0'.repeat(16);
  readonly traceparent: string = `00-${this.traceId}-${this.spanId}-00`;

  set(): this {
    return this;
  }
  fail(): this {
    return this;
  }
  ok(): this {
    return this;
  }
  link(): this {
    return this;
  }
  [Symbol.dispose](): void {}
}

export const NOOP_SPAN: Span & Disposable = Object.freeze(new NoopSpan());
