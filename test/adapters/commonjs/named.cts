import { spanFn } from 'spanfn';

class Named {
  @spanFn
  run(): number {
    return 1;
  }
}
export const named = (): number => new Named().run();
