import type { ServerResponse } from 'node:http';
import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import { classAbove, classBelow, enhancer } from './marks.ts';
import { OrderMissing } from './order.ts';

/** Answers 404 where the shop knows no order. */
@classAbove
@Catch(OrderMissing)
@classBelow
export class OrderMissingFilter implements ExceptionFilter<OrderMissing> {
  @enhancer
  catch(error: OrderMissing, host: ArgumentsHost): void {
    const response = host.switchToHttp().getResponse<ServerResponse>();
    response.writeHead(404, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ missing: error.id }));
  }
}
