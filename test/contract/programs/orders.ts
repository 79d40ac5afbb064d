import type { Knex } from 'knex';
import { spanFn } from 'spanfn';

export class Orders {
  readonly #db: Knex;

  constructor(db: Knex) {
    this.#db = db;
  }

  @spanFn open(): Knex.QueryBuilder {
    return this.#db('orders').where({ open: true });
  }

  @spanFn async count(): Promise<number> {
    const rows = await this.open().select('id');
    return rows.length;
  }
}
