import { type Attributes, type Span, SpanStatusCode, trace } from '@opentelemetry/api';
import * as orders from './orders.ts';

/** The same service with the same spans, by hand, as the manual of the JavaScript SDK has it. */
const tracer = trace.getTracer('bench');

export class OrderController extends orders.OrderController {
  override place(request: orders.OrderRequest): Promise<orders.Order> {
    return traced('OrderController.place', {}, () => super.place(request));
  }
}

export class OrderService extends orders.OrderService {
  override place(request: orders.OrderRequest): Promise<orders.Order> {
    return traced('OrderService.place', {}, () => super.place(request));
  }
}

export class ProductRepository extends orders.ProductRepository {
  override prices(skus: readonly string[]): Promise<orders.Prices> {
    return traced('ProductRepository.prices', {}, () => super.prices(skus));
  }
}

export class Billing extends orders.Billing {
  override bill(items: readonly orders.Item[], prices: orders.Prices): orders.Bill {
    return tracedSync('Billing.bill', {}, () => super.bill(items, prices));
  }

  override lines(
    items: readonly orders.Item[],
    prices: orders.Prices,
  ): ReturnType<orders.Billing['lines']> {
    return tracedSync('Billing.lines', {}, () => super.lines(items, prices));
  }

  override price(sku: string, prices: orders.Prices): number {
    return tracedSync('Billing.price', { sku }, () => super.price(sku, prices));
  }
}

export class Payments extends orders.Payments {
  override charge(card: string, cents: number): Promise<void> {
    return traced('Payments.charge', { cents }, () => super.charge(card, cents));
  }
}

export class OrderRepository extends orders.OrderRepository {
  override insert(customer: string, bill: orders.Bill): Promise<orders.Order> {
    return traced('OrderRepository.insert', { customer }, () => super.insert(customer, bill));
  }
}

export class Mailer extends orders.Mailer {
  override confirm(order: orders.Order): Promise<void> {
    return traced('Mailer.confirm', {}, () => super.confirm(order));
  }
}

function traced<T>(name: string, attributes: Attributes, run: () => Promise<T>): Promise<T> {
  return tracer.startActiveSpan(name, { attributes }, async (span) => {
    try {
      return await run();
    } catch (error) {
      fail(span, error);
      throw error;
    } finally {
      span.end();
    }
  });
}

function tracedSync<T>(name: string, attributes: Attributes, run: () => T): T {
  return tracer.startActiveSpan(name, { attributes }, (span) => {
    try {
      return run();
    } catch (error) {
      fail(span, error);
      throw error;
    } finally {
      span.end();
    }
  });
}

function fail(span: Span, error: unknown): void {
  span.recordException(error as Error);
  span.setStatus({ code: SpanStatusCode.ERROR });
}
