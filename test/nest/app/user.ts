import type { IncomingMessage } from 'node:http';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';

/** Who calls, or who stands in for nobody. */
export const User = createParamDecorator((nobody: string, context: ExecutionContext) => {
  const { headers } = context.switchToHttp().getRequest<IncomingMessage>();
  return headers['x-user'] ?? nobody;
});
