import type { IncomingMessage } from 'node:http';
import { Inject, Injectable, Scope } from '@nestjs/common';
import { REQUEST } from '@nestjs/core';
import { classAbove, classBelow, layer } from './marks.ts';

/** Made anew for each request, which it is told by injection into a field. */
@classAbove
@Injectable({ scope: Scope.REQUEST })
@classBelow
export class TicketService {
  @Inject(REQUEST) private readonly request!: IncomingMessage;
  #drawn = 0;

  @layer
  async draw(): Promise<string> {
    return `${this.request.headers['x-user']} draws ticket ${++this.#drawn}`;
  }
}
