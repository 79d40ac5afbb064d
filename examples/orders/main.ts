import { start } from 'spanfn';
import { runScenario } from './scenario.ts';

/**
 * An order service: Fastify, Knex, and a PostgreSQL inside this process. Run it with
 *
 *     npm run example
 *
 * It asks itself a few questions over HTTP, prints the tree of each, and ends.
 * `SPANFN_FILTER=info,sql=debug` shows the statements too; `SPANFN_FILTER=off` shows no span.
 */
const spans = start();
await runScenario(console.log);
await spans.stop();
