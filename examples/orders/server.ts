import Fastify, { type FastifyInstance } from 'fastify';
import { withContext } from 'spanfn';
import type { OrderRequest, OrderStatus } from './model.ts';
import type { OrderController } from './order-controller.ts';
import { Refusal } from './refusal.ts';

/** The routes, and what holds for all of them. */
export function createServer(orders: OrderController): FastifyInstance {
  const server = Fastify({ requestIdHeader: 'x-request-id' });

  // All that happens for a request happens inside `done`, and so inside this context.
  server.addHook('onRequest', (request, _reply, done) => {
    withContext({ requestId: request.id }, done);
  });

  server.setErrorHandler((error, _request, reply) => {
    if (!(error instanceof Refusal)) throw error;
    return reply.code(error.httpStatus).send({ refused: error.message });
  });

  server.post<{ Body: OrderRequest }>('/orders', { schema: { body: ORDER } }, (request, reply) =>
    orders.place(request, reply),
  );
  server.get<{ Params: { id: number } }>('/orders/:id', { schema: { params: ID } }, (request) =>
    orders.show(request),
  );
  server.get<{ Querystring: { status: OrderStatus } }>('/orders', (request) =>
    orders.list(request),
  );
  return server;
}

const ORDER = {
  type: 'object',
  required: ['customer', 'card', 'items'],
  properties: {
    customer: { type: 'string' },
    card: { type: 'string' },
    items: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        required: ['sku', 'quantity'],
        properties: { sku: { type: 'string' }, quantity: { type: 'integer', minimum: 1 } },
      },
    },
  },
};

const ID = { type: 'object', properties: { id: { type: 'integer' } } };
