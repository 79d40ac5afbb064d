/** What a customer sends. */
export interface OrderRequest {
  readonly customer: string;
  readonly card: string;
  readonly items: readonly Item[];
}

export interface Item {
  readonly sku: string;
  readonly quantity: number;
}

/** An item with what it costs. */
export interface Line extends Item {
  readonly cents: number;
}

export interface Bill {
  readonly lines: readonly Line[];
  readonly cents: number;
}

export type OrderStatus = 'placed' | 'shipped';

export interface Order {
  readonly id: number;
  readonly customer: string;
  readonly status: OrderStatus;
  readonly cents: number;
}
