import {
  type ArgumentMetadata,
  BadRequestException,
  Injectable,
  type PipeTransform,
} from '@nestjs/common';
import { classAbove, classBelow, enhancer } from './marks.ts';

interface Demanding {
  complaint?(value: unknown): string | undefined;
}

/** Validates a value by the class that the handler declares for it. */
@classAbove
@Injectable()
@classBelow
export class WholePipe implements PipeTransform {
  @enhancer
  async transform(value: unknown, { metatype }: ArgumentMetadata): Promise<unknown> {
    const complaint = (metatype as Demanding | undefined)?.complaint?.(value);
    if (complaint !== undefined) throw new BadRequestException(complaint);
    return value;
  }
}
