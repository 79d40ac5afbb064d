import { type CustomDecorator, SetMetadata } from '@nestjs/common';

export const ROLES = 'shop:roles';

/** Who may call a handler, or all handlers of a class. */
export const Roles = (...roles: string[]): CustomDecorator => SetMetadata(ROLES, roles);
