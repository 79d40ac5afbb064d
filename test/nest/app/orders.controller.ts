import type { ServerResponse } from 'node:http';
import {
  Body,
  Controller,
  Delete,
  Get,
  Header,
  HttpCode,
  type HttpRedirectResponse,
  type MessageEvent,
  NotImplementedException,
  Param,
  ParseIntPipe,
  Post,
  Query,
  Redirect,
  Res,
  Sse,
  StreamableFile,
  UseFilters,
  UseGuards,
  UseInterceptors,
  UsePipes,
} from '@nestjs/common';
import { from, map, type Observable } from 'rxjs';
import { BaseController } from './base.controller.ts';
import { LabelInterceptor } from './label.interceptor.ts';
import { Label } from './label.ts';
import type { LazyCount } from './lazy-count.ts';
import { LowerCasePipe } from './lower-case.pipe.ts';
import { classAbove, classBelow, handlerAbove, handlerBelow, handlerBetween } from './marks.ts';
import { NewOrder, type Order } from './order.ts';
import { OrderMissingFilter } from './order-missing.filter.ts';
import { OrdersService } from './orders.service.ts';
import { RolesGuard } from './roles.guard.ts';
import { Roles } from './roles.ts';
import { User } from './user.ts';
import { WholePipe } from './whole.pipe.ts';

/** One handler for each kind of function and each way of answering that Nest knows. */
@classAbove
@Controller('orders')
@UseGuards(RolesGuard)
@UseInterceptors(LabelInterceptor)
@classBelow
export class OrdersController extends BaseController {
  constructor(private readonly orders: OrdersService) {
    super();
  }

  @handlerAbove
  @Get('total')
  @handlerBetween
  @Header('x-currency', 'cent')
  @handlerBelow
  total(): { total: number } {
    return { total: this.orders.total() };
  }

  @handlerAbove
  @Get()
  @handlerBetween
  @Label('owned')
  @handlerBelow
  ownedBy(@Query('owner', LowerCasePipe) owner: string): Promise<Order[]> {
    return this.orders.ownedBy(owner);
  }

  @handlerAbove({ args: [null, 'user'] })
  @Post()
  @HttpCode(202)
  @Roles('clerk', 'admin')
  @handlerBetween({ args: [null, 'user'] })
  @UsePipes(WholePipe)
  @handlerBelow({ args: [null, 'user'] })
  async add(@Body() order: NewOrder, @User('nobody') user: string): Promise<object> {
    return { ...(await this.orders.add(order)), user };
  }

  @handlerAbove
  @Get('old')
  @handlerBetween
  @Redirect('/orders/1', 301)
  @handlerBelow
  old(): void {}

  @handlerAbove
  @Get('older')
  @handlerBetween
  @Redirect('/nowhere')
  @handlerBelow
  async older(@Query('to') to: string): Promise<HttpRedirectResponse> {
    return { url: `/orders/${to}`, statusCode: 307 };
  }

  @handlerAbove
  @Get('feed')
  @handlerBetween
  @Label('feed')
  @handlerBelow
  feed(): Observable<Order> {
    return this.orders.feed();
  }

  @handlerAbove
  @Sse('events')
  @handlerBetween
  @Header('x-events', 'yes')
  @handlerBelow
  events(): Observable<MessageEvent> {
    return this.orders.feed().pipe(map((order) => ({ id: `${order.id}`, data: order })));
  }

  @handlerAbove
  @Get('rows')
  @handlerBetween
  @Header('x-rows', 'yes')
  @handlerBelow
  async *rows(): AsyncGenerator<Order> {
    yield* this.orders.rows();
  }

  @handlerAbove
  @Get('count')
  @handlerBetween
  @Label('count')
  @handlerBelow
  count(): LazyCount {
    return this.orders.count();
  }

  @handlerAbove
  @Get('file')
  @handlerBetween
  @Header('content-type', 'text/csv')
  @handlerBelow
  file(): StreamableFile {
    return new StreamableFile(Buffer.from(`total\n${this.orders.total()}\n`));
  }

  @handlerAbove
  @Get('raw')
  @handlerBetween
  @Header('x-raw', 'yes')
  @handlerBelow
  raw(@Res() response: ServerResponse): void {
    response.end(`raw ${this.orders.total()}`);
  }

  @handlerAbove
  @Get('crash')
  @handlerBetween
  @HttpCode(204)
  @handlerBelow
  crash(): never {
    return this.orders.crash();
  }

  @handlerAbove
  @Get('later')
  @handlerBetween
  @Label('later')
  @handlerBelow
  async later(): Promise<never> {
    throw new NotImplementedException('not yet');
  }

  @handlerAbove
  @Get('broken-feed')
  @handlerBetween
  @Label('broken')
  @handlerBelow
  brokenFeed(): Observable<never> {
    return from(this.orders.find(1)).pipe(map(() => this.orders.crash()));
  }

  @handlerAbove
  @Get('about')
  @handlerBetween
  @Label('about')
  @handlerBelow
  override async about(): Promise<string[]> {
    return [...(await super.about()), 'of orders'];
  }

  @handlerAbove({ args: ['id'] })
  @Get(':id')
  @handlerBetween({ args: ['id'] })
  @UseFilters(OrderMissingFilter)
  @handlerBelow({ args: ['id'] })
  async find(@Param('id', ParseIntPipe) id: number): Promise<Order> {
    return await this.orders.find(id);
  }

  @handlerAbove
  @Delete(':id')
  @handlerBetween
  @Roles('admin')
  @handlerBelow
  remove(@Param('id', ParseIntPipe) id: number): string {
    return `order ${id} would be gone`;
  }
}
