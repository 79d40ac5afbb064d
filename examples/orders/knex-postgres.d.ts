/** Knex declares no types for its dialects; this is what `database.ts` needs of one. */
declare module 'knex/lib/dialects/postgres/index.js' {
  import type { Knex } from 'knex';

  interface Query {
    readonly sql: string;
    readonly bindings?: readonly unknown[];
    readonly method?: string;
    response?: unknown;
  }

  export default class PostgresClient extends Knex.Client {
    protected _query(connection: unknown, query: Query): Promise<Query>;
  }
}
