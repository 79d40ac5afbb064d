/// <reference path="./knex-postgres.d.ts" />
import { PGlite } from '@electric-sql/pglite';
import knex, { type Knex } from 'knex';
import PostgresClient, { type Query } from 'knex/lib/dialects/postgres/index.js';
import { spanFn } from 'spanfn';

/** Knex's own PostgreSQL dialect; only the wire is another: PGlite runs inside this process. */
class PGliteClient extends PostgresClient {
  _driver(): unknown {
    return PGlite;
  }

  override async acquireRawConnection(): Promise<PGlite> {
    return PGlite.create();
  }

  override async destroyRawConnection(connection: PGlite): Promise<void> {
    await connection.close();
  }

  /** At `debug`, so that statements stay out of the way: SPANFN_FILTER=info,sql=debug shows them. */
  @spanFn({ name: 'sql', target: 'sql', level: 'debug', args: (_, { sql }: Query) => ({ sql }) })
  override async _query(connection: PGlite, query: Query): Promise<Query> {
    const { rows, affectedRows } = await connection.query(query.sql, [...(query.bindings ?? [])]);
    const command = READS.has(query.method ?? '') ? 'SELECT' : 'UPDATE';
    query.response = { command, rows, rowCount: affectedRows };
    return query;
  }
}

/** What Knex calls the methods whose rows it hands out. */
const READS: ReadonlySet<string> = new Set(['select', 'first', 'pluck']);

/** A new, empty shop. PGlite is one connection; a pool of one queues those who want it. */
export async function openDatabase(): Promise<Knex> {
  const db = knex({ client: PGliteClient, connection: {}, pool: { min: 1, max: 1 } });
  await db.schema
    .createTable('products', (table) => {
      table.text('sku').primary();
      table.integer('cents').notNullable();
    })
    .createTable('orders', (table) => {
      table.increments('id');
      table.text('customer').notNullable();
      table.text('status').notNullable();
      table.integer('cents').notNullable();
    })
    .createTable('order_lines', (table) => {
      table.integer('order_id').notNullable().references('orders.id');
      table.text('sku').notNullable().references('products.sku');
      table.integer('quantity').notNullable();
      table.integer('cents').notNullable();
    });
  await db('products').insert([
    { sku: 'tea', cents: 450 },
    { sku: 'cup', cents: 1200 },
  ]);
  return db;
}
