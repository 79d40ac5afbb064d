import type { ReadableSpan } from '../../dispatch/readable-span.ts';
import type { OtelSpanContext } from './library.ts';

/** Under this key OpenTelemetry has the span of a context; it makes its keys by `Symbol.for`. */
const SPAN_KEY: unique symbol = Symbol.for('OpenTelemetry Context Key SPAN');

const API: unique symbol = Symbol.for('opentelemetry.js.api.1');

/** A context of OpenTelemetry, as far as its API goes. */
export interface OtelContext {
  getValue(key: symbol): unknown;
  setValue(key: symbol, value: unknown): OtelContext;
  deleteValue(key: symbol): OtelContext;
}

/** A context in which `span`, which is one of ours, is the current one. */
export function contextOf({
  traceId,
  spanId,
  sampled,
}: Pick<ReadableSpan, 'traceId' | 'spanId' | 'sampled'>): OtelContext {
  const spanContext = { traceId, spanId, traceFlags: sampled === false ? 0 : 1 };
  return new Context(new Map([[SPAN_KEY, new SpanElsewhere(spanContext)]]));
}

/** The ids of the span in `context`, or else in the context that is current. */
export function spanContextOf(
  context: Pick<OtelContext, 'getValue'> | undefined,
): OtelSpanContext | undefined {
  try {
    const span = (context ?? activeContext())?.getValue(SPAN_KEY) as
      | Partial<SpanElsewhere>
      | undefined;
    return span?.spanContext?.();
  } catch {
    return undefined; // What is global is anybody's.
  }
}

/** All copies of the API, which need not be there, find each other by this. */
function activeContext(): OtelContext | undefined {
  const api = (globalThis as { [API]?: { context?: { active(): OtelContext } } })[API];
  return api?.context?.active();
}

class Context implements OtelContext {
  readonly #values: ReadonlyMap<symbol, unknown>;

  constructor(values: ReadonlyMap<symbol, unknown>) {
    this.#values = values;
  }

  getValue(key: symbol): unknown {
    return this.#values.get(key);
  }

  setValue(key: symbol, value: unknown): OtelContext {
    return new Context(new Map([...this.#values, [key, value]]));
  }

  deleteValue(key: symbol): OtelContext {
    return new Context(new Map([...this.#values].filter(([other]) => other !== key)));
  }
}

/** A span of OpenTelemetry that has ids alone: it is recorded by spanfn. */
class SpanElsewhere {
  readonly #context: OtelSpanContext;

  constructor(context: OtelSpanContext) {
    this.#context = context;
  }

  spanContext(): OtelSpanContext {
    return this.#context;
  }
  setAttribute(): this {
    return this;
  }
  setAttributes(): this {
    return this;
  }
  addEvent(): this {
    return this;
  }
  addLink(): this {
    return this;
  }
  addLinks(): this {
    return this;
  }
  setStatus(): this {
    return this;
  }
  updateName(): this {
    return this;
  }
  recordException(): void {}
  end(): void {}
  isRecording(): boolean {
    return false;
  }
}
