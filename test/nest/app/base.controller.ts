import { Get } from '@nestjs/common';
import { Label } from './label.ts';
import { classAbove, classBelow, handlerAbove, handlerBelow, handlerBetween } from './marks.ts';
import { Roles } from './roles.ts';

/** Handlers that other controllers inherit, one of them to be overridden. */
@classAbove
@classBelow
export abstract class BaseController {
  @handlerAbove
  @Get('self/health')
  @handlerBetween
  @Label('health')
  @handlerBelow
  health(): string {
    return `${this.constructor.name} is well`;
  }

  @handlerAbove
  @Get('about')
  @handlerBetween
  @Roles('clerk')
  @handlerBelow
  async about(): Promise<string[]> {
    return ['a controller'];
  }
}
