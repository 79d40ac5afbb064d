import { type Span, SpanStatusCode, trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';

const provider = new NodeTracerProvider({
  spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
});
provider.register();
const tracer = trace.getTracer('shop');

function failed(span: Span, error: unknown): void {
  span.recordException(error as Error);
  span.setStatus({ code: SpanStatusCode.ERROR, message: (error as Error).message });
}

class Orders {
  place(prices: number[]): Promise<number> {
    const attributes = { count: prices.length };
    return tracer.startActiveSpan('Orders.place', { attributes }, async (span) => {
      try {
        await this.sendMail('ada@example.com').catch(() => {});
        const total = this.total(prices);
        span.setAttribute('total', total);
        return total;
      } catch (error) {
        failed(span, error);
        throw error;
      } finally {
        span.end();
      }
    });
  }

  total(prices: number[]): number {
    return tracer.startActiveSpan('Orders.total', (span) => {
      try {
        return prices.reduce((sum, price) => sum + price);
      } catch (error) {
        failed(span, error);
        throw error;
      } finally {
        span.end();
      }
    });
  }

  sendMail(to: string): Promise<void> {
    return tracer.startActiveSpan('Orders.sendMail', { attributes: { to } }, async (span) => {
      try {
        throw new TypeError(`no mail for ${to}`);
      } catch (error) {
        failed(span, error);
        throw error;
      } finally {
        span.end();
      }
    });
  }
}

await tracer.startActiveSpan('import orders', async (span) => {
  await new Orders().place([7, 35]);
  span.end();
});
await provider.shutdown();
