import { getFileSink } from '@logtape/file';
import {
  configure,
  dispose,
  getJsonLinesFormatter,
  getLogger,
  type Logger,
} from '@logtape/logtape';
import { FILE } from './file.ts';
import type { Subject } from './subject.ts';

await configure({
  sinks: { file: getFileSink(FILE, { formatter: getJsonLinesFormatter(), nonBlocking: true }) },
  loggers: [
    { category: 'bench', lowestLevel: 'info', sinks: ['file'] },
    { category: ['logtape', 'meta'], sinks: [] },
  ],
});

export const log: Logger = getLogger('bench');

/** Its sink gathers lines, and writes them without waiting. */
export const subject: Subject = { close: dispose };
