import { spanFn } from 'spanfn';
import { named } from './named.cjs';

class Later {
  @spanFn
  async run(): Promise<number> {
    return named();
  }
}
export const later = (): Promise<number> => new Later().run();
