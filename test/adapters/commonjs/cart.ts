import { version } from 'esm-only';
import { spanFn } from 'spanfn';

export class Cart {
  @spanFn
  total(): number {
    return version;
  }

  @spanFn
  fail(): never {
    throw new Error('no cart');
  }
}
