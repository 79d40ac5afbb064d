import { Injectable, type PipeTransform } from '@nestjs/common';
import { classAbove, classBelow, enhancer } from './marks.ts';

@classAbove
@Injectable()
@classBelow
export class LowerCasePipe implements PipeTransform {
  @enhancer
  transform(value: unknown): string {
    return String(value).toLowerCase();
  }
}
