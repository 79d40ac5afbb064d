import type { IncomingMessage } from 'node:http';
import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { classAbove, classBelow, enhancer } from './marks.ts';
import { ROLES } from './roles.ts';

/** Lets pass who has a role that the handler asks for, or else its class. */
@classAbove
@Injectable()
@classBelow
export class RolesGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  @enhancer
  canActivate(context: ExecutionContext): boolean {
    const places = [context.getHandler(), context.getClass()];
    const roles = this.reflector.getAllAndOverride<string[] | undefined>(ROLES, places);
    const { headers } = context.switchToHttp().getRequest<IncomingMessage>();
    return roles === undefined || roles.includes(String(headers['x-role']));
  }
}
