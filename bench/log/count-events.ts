import { createReadStream } from 'node:fs';

/** What stands once in an event, by who wrote it: a line each, or OTLP in JSON, a batch a line. */
const MARK = Buffer.from('"order ');

/**
 * Events in a file, of which every one has a message that begins alike. The file may be larger than
 * the memory.
 */
export async function countEvents(file: string): Promise<number> {
  let events = 0;
  let left: Buffer = Buffer.alloc(0);
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) {
    const bytes = Buffer.concat([left, chunk as Buffer]);
    let at = bytes.indexOf(MARK);
    let next = 0;
    for (; at >= 0; at = bytes.indexOf(MARK, next)) {
      events++;
      next = at + MARK.length;
    }
    left = bytes.subarray(Math.max(next, bytes.length - MARK.length + 1));
  }
  return events;
}
