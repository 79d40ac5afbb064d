import { Reflector } from '@nestjs/core';

/** Says what the answer of a handler is called. */
export const Label = Reflector.createDecorator<string>({ key: 'shop:label' });
