import type { IncomingMessage, ServerResponse } from 'node:http';
import { Injectable, type NestMiddleware } from '@nestjs/common';
import { classAbove, classBelow, enhancer } from './marks.ts';

@classAbove
@Injectable()
@classBelow
export class PoweredMiddleware implements NestMiddleware {
  @enhancer
  use(_request: IncomingMessage, response: ServerResponse, next: () => void): void {
    response.setHeader('x-powered-by', 'steam');
    next();
  }
}
