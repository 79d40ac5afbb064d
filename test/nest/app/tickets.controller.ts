import { Controller, Get, Inject } from '@nestjs/common';
import { classAbove, classBelow, handlerAbove, handlerBelow, handlerBetween } from './marks.ts';
import { TicketService } from './ticket.service.ts';

/** Request-scoped by what it depends on; one of its fields comes from a factory. */
@classAbove
@Controller('tickets')
@classBelow
export class TicketsController {
  constructor(
    private readonly tickets: TicketService,
    @Inject('desk') private readonly desk: string,
  ) {}

  @handlerAbove
  @Get()
  @handlerBetween
  @handlerBelow
  async draw(): Promise<{ desk: string; ticket: string }> {
    return { desk: this.desk, ticket: await this.tickets.draw() };
  }
}
