import type { ServerResponse } from 'node:http';
import {
  type CallHandler,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { map, type Observable } from 'rxjs';
import { Label } from './label.ts';
import { classAbove, classBelow, enhancer } from './marks.ts';

/** Puts the answer of a labelled handler into an envelope. */
@classAbove
@Injectable()
@classBelow
export class LabelInterceptor implements NestInterceptor {
  constructor(private readonly reflector: Reflector) {}

  @enhancer
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const label = this.reflector.get(Label, context.getHandler());
    if (label === undefined) return next.handle();
    context.switchToHttp().getResponse<ServerResponse>().setHeader('x-label', label);
    return next.handle().pipe(map((data) => ({ label, data })));
  }
}
