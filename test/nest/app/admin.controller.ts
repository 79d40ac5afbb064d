import { Controller, Get, UseGuards } from '@nestjs/common';
import { BaseController } from './base.controller.ts';
import { classAbove, classBelow, handlerAbove, handlerBelow, handlerBetween } from './marks.ts';
import { OrdersService } from './orders.service.ts';
import { RolesGuard } from './roles.guard.ts';
import { Roles } from './roles.ts';

/** The class says who may enter; one handler says otherwise. */
@classAbove
@Controller('admin')
@Roles('admin')
@UseGuards(RolesGuard)
@classBelow
export class AdminController extends BaseController {
  constructor(private readonly orders: OrdersService) {
    super();
  }

  @handlerAbove
  @Get('takings')
  @handlerBetween
  @handlerBelow
  takings(): number {
    return this.orders.total();
  }

  @handlerAbove
  @Get('visitors')
  @handlerBetween
  @Roles('clerk')
  @handlerBelow
  async visitors(): Promise<string[]> {
    return ['eve'];
  }
}
