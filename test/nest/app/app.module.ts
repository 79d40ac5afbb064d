import { type MiddlewareConsumer, Module, type NestModule } from '@nestjs/common';
import { AdminController } from './admin.controller.ts';
import { OrdersController } from './orders.controller.ts';
import { OrdersRepository } from './orders.repository.ts';
import { OrdersService } from './orders.service.ts';
import { PoweredMiddleware } from './powered.middleware.ts';
import { TicketService } from './ticket.service.ts';
import { TicketsController } from './tickets.controller.ts';

export const CONTROLLERS = [OrdersController, AdminController, TicketsController];

@Module({
  controllers: CONTROLLERS,
  providers: [
    OrdersService,
    OrdersRepository,
    TicketService,
    { provide: 'desk', useFactory: async () => 'desk 7' },
  ],
})
export class AppModule implements NestModule {
  configure(consumer: MiddlewareConsumer): void {
    consumer.apply(PoweredMiddleware).forRoutes(AdminController);
  }
}
