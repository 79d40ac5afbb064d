import { knex } from 'knex';
import { describe, expect, it } from 'vitest';
import { contrast } from './contrast.ts';
import { DECORATING } from './implementations.ts';
import { buildFile } from './program.ts';

type Orders = typeof import('./programs/orders.ts');

/** Knex with a database that answers every query with its text. */
function fakeKnex() {
  const db = knex({ client: 'pg' });
  const queries: string[] = [];
  db.client.acquireConnection = async () => ({});
  db.client.releaseConnection = async () => {};
  db.client._query = async (_connection: object, query: { sql: string }) => {
    queries.push(query.sql);
    return { ...query, response: { command: 'SELECT', rows: [{ sql: query.sql }], rowCount: 1 } };
  };
  return { db, queries };
}

for (const implementation of DECORATING) {
  const program = await buildFile<Orders>(implementation, 'orders');
  describe(implementation.name, () => {
    it('a query builder is chained further and runs once', async () => {
      const recording = await contrast(program, async ({ Orders }) => {
        const { db, queries } = fakeKnex();
        const query = new Orders(db).open();
        const before = [...queries];
        const rows = await query.where('paid', true).orderBy('id').limit(2);
        return [before, rows, queries];
      });
      expect(recording).toMatchSpanTree('Orders.open async');
    });

    it('a query builder that becomes part of another never runs by itself', async () => {
      const recording = await contrast(program, async ({ Orders }) => {
        const { db, queries } = fakeKnex();
        const orders = new Orders(db);
        const text = orders.open().clone().toString();
        const rows = await db('items').whereIn('order', orders.open().select('id'));
        return [text, rows, queries];
      });
      expect(recording.spans).toEqual([]);
    });

    it('its span hangs below the one that made it', async () => {
      const recording = await contrast(program, ({ Orders }) => new Orders(fakeKnex().db).count());
      expect(recording).toMatchSpanTree(`
        Orders.count async
          Orders.open async`);
    });
  });
}
