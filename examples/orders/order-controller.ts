import type { FastifyReply, FastifyRequest } from 'fastify';
import { spanFn } from 'spanfn';
import type { Line, Order, OrderRequest, OrderStatus } from './model.ts';
import type { OrderService } from './order-service.ts';
import { isFailure } from './refusal.ts';

/** One method for each route, so that each request is one tree. */
@spanFn({ error: isFailure })
export class OrderController {
  constructor(private readonly orders: OrderService) {}

  async place(
    request: FastifyRequest<{ Body: OrderRequest }>,
    reply: FastifyReply,
  ): Promise<Order> {
    const order = await this.orders.place(request.body);
    reply.code(201);
    return order;
  }

  async show(
    request: FastifyRequest<{ Params: { id: number } }>,
  ): Promise<Order & { lines: Line[] }> {
    return this.orders.find(request.params.id);
  }

  async list(request: FastifyRequest<{ Querystring: { status: OrderStatus } }>): Promise<Order[]> {
    return this.orders.list(request.query.status);
  }
}
