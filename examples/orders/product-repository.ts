import type { Knex } from 'knex';
import { spanFn } from 'spanfn';

export class ProductRepository {
  constructor(private readonly db: Knex) {}

  @spanFn({ args: ['skus'] })
  async prices(skus: readonly string[]): Promise<Map<string, number>> {
    const rows = await this.db('products').whereIn('sku', skus).select('sku', 'cents');
    return new Map(rows.map(({ sku, cents }) => [sku, cents]));
  }
}
