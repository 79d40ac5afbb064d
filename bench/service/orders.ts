import { spanFn } from 'spanfn';

/**
 * The service of `examples/orders` as far as one request goes, with a store that answers in the
 * next turn of the event loop: of a request's time, little is to be the database's.
 *
 * An order of two items makes ten spans, six of them async.
 */
export interface OrderRequest {
  readonly customer: string;
  readonly card: string;
  readonly items: readonly Item[];
}

export interface Item {
  readonly sku: string;
  readonly quantity: number;
}

interface Line extends Item {
  readonly cents: number;
}

export interface Bill {
  readonly lines: readonly Line[];
  readonly cents: number;
}

export interface Order {
  readonly id: number;
  readonly customer: string;
  readonly status: 'placed';
  readonly cents: number;
}

export type Prices = ReadonlyMap<string, number>;

export const SPANS_PER_REQUEST = 10;

export class OrderController {
  constructor(private readonly orders: OrderService) {}

  @spanFn async place(request: OrderRequest): Promise<Order> {
    return await this.orders.place(request);
  }
}

export class OrderService {
  constructor(
    private readonly products: ProductRepository,
    private readonly billing: Billing,
    private readonly payments: Payments,
    private readonly orders: OrderRepository,
    private readonly mailer: Mailer,
  ) {}

  @spanFn async place({ customer, card, items }: OrderRequest): Promise<Order> {
    const prices = await this.products.prices(items.map(({ sku }) => sku));
    const bill = this.billing.bill(items, prices);
    await this.payments.charge(card, bill.cents);
    const order = await this.orders.insert(customer, bill);
    await this.mailer.confirm(order);
    return order;
  }
}

export class ProductRepository {
  private readonly cents = new Map([
    ['tea', 450],
    ['cup', 1200],
  ]);

  @spanFn async prices(skus: readonly string[]): Promise<Prices> {
    await nextTurn();
    return new Map(skus.map((sku) => [sku, this.cents.get(sku) as number]));
  }
}

export class Billing {
  @spanFn bill(items: readonly Item[], prices: Prices): Bill {
    const lines = this.lines(items, prices);
    return { lines, cents: lines.reduce((sum, { cents }) => sum + cents, 0) };
  }

  @spanFn lines(items: readonly Item[], prices: Prices): Line[] {
    return items.map((item) => ({ ...item, cents: item.quantity * this.price(item.sku, prices) }));
  }

  @spanFn({ args: ['sku'] })
  price(sku: string, prices: Prices): number {
    const cents = prices.get(sku);
    if (cents === undefined) throw new Error(`we do not sell ${sku}`);
    return cents;
  }
}

export class Payments {
  @spanFn({ args: [null, 'cents'] })
  async charge(card: string, cents: number): Promise<void> {
    await undefined;
    if (card.startsWith('4000') || cents <= 0) throw new Error('card declined');
  }
}

export class OrderRepository {
  private last = 0;

  @spanFn({ args: ['customer'] })
  async insert(customer: string, { cents }: Bill): Promise<Order> {
    await nextTurn();
    return { id: ++this.last, customer, status: 'placed', cents };
  }
}

export class Mailer {
  sent = 0;

  @spanFn async confirm(order: Order): Promise<void> {
    await undefined;
    this.sent += order.id > 0 ? 1 : 0;
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** The parts of the service: those of this file, or subclasses of them. */
export interface Parts {
  readonly OrderController: typeof OrderController;
  readonly OrderService: typeof OrderService;
  readonly ProductRepository: typeof ProductRepository;
  readonly Billing: typeof Billing;
  readonly Payments: typeof Payments;
  readonly OrderRepository: typeof OrderRepository;
  readonly Mailer: typeof Mailer;
}

export function createController(parts: Parts): OrderController {
  const service = new parts.OrderService(
    new parts.ProductRepository(),
    new parts.Billing(),
    new parts.Payments(),
    new parts.OrderRepository(),
    new parts.Mailer(),
  );
  return new parts.OrderController(service);
}
