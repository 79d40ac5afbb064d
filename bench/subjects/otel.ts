import {
  BatchSpanProcessor,
  NodeTracerProvider,
  type SpanExporter,
} from '@opentelemetry/sdk-trace-node';
import type { Subject } from './subject.ts';

type Export = SpanExporter['export'];

/** The SDK with its defaults, batching spans to `exporter`. */
export function otelSubject(exporter: SpanExporter): Subject {
  const counting = new CountingExporter(exporter);
  const processor = new BatchSpanProcessor(counting);
  const flush = () => processor.forceFlush().catch(() => {}); // What it gives up, `losses` tells.
  return {
    start: () => new NodeTracerProvider({ spanProcessors: [processor] }).register(),
    async drain() {
      // Once for what is queued, again for what was queued behind an export under way.
      await flush();
      await counting.idle();
      await flush();
    },
    delivered: () => counting.delivered,
    losses: (made) => ({
      ...lossOf('queueFull', made - counting.taken),
      ...lossOf('failed', counting.taken - counting.delivered),
    }),
  };
}

function lossOf(reason: string, count: number): Record<string, number> {
  return count === 0 ? {} : { [reason]: count };
}

/** The processor says neither what it dropped nor when an export of its own has ended. */
class CountingExporter implements SpanExporter {
  taken = 0;
  delivered = 0;
  #underWay = 0;
  #onIdle: (() => void) | undefined;
  readonly #exporter: SpanExporter;

  constructor(exporter: SpanExporter) {
    this.#exporter = exporter;
  }

  export(...[spans, done]: Parameters<Export>): void {
    this.#underWay++;
    this.taken += spans.length;
    this.#exporter.export(spans, (result) => {
      if (result.code === 0) this.delivered += spans.length;
      if (--this.#underWay === 0) this.#onIdle?.();
      done(result);
    });
  }

  async idle(): Promise<void> {
    if (this.#underWay === 0) return;
    await new Promise<void>((resolve) => {
      this.#onIdle = resolve;
    });
  }

  shutdown(): Promise<void> {
    return this.#exporter.shutdown();
  }
}
