import { Console } from 'node:console';
import { Writable } from 'node:stream';
import { rawLog } from '../../base/raw-log.ts';

/**
 * From now on `console` writes to stderr at once. What a worker prints goes through the main thread
 * otherwise, which may be blocked, or gone, or the very thing that is talked about.
 */
export function printRaw(): void {
  const lines = new Writable({
    decodeStrings: false,
    write(text: string, _encoding, done) {
      rawLog(String(text).replace(/\n$/, ''));
      done();
    },
  });
  for (const [name, method] of Object.entries(new Console(lines))) {
    if (typeof method === 'function') Reflect.set(console, name, method);
  }
}
