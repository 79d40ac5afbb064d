/** What the shop sells, in cents a line. */
export interface Order {
  readonly id: number;
  readonly owner: string;
  readonly lines: readonly number[];
}

/** The body of an order to be; pipes find this class by the metadata of the handler. */
export class NewOrder {
  owner!: string;
  lines!: number[];

  /** What is wrong with a body, or nothing. */
  static complaint(body: Partial<NewOrder> | undefined): string | undefined {
    if (typeof body?.owner !== 'string') return 'owner must be a string';
    return Array.isArray(body.lines) ? undefined : 'lines must be an array';
  }
}

/** An error of the shop, which knows nothing of HTTP. */
export class OrderMissing extends Error {
  constructor(readonly id: number) {
    super(`no order ${id}`);
  }
}
