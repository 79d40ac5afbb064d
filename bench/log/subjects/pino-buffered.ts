import { promisify } from 'node:util';
import { destination, type Logger, pino } from 'pino';
import { FILE } from './file.ts';
import type { Subject } from './subject.ts';

const stream = destination({ dest: FILE, sync: false, minLength: 4096 });

/** Asynchronous logging of pino: lines are gathered and written without waiting. */
export const log: Logger = pino(stream);

const flush = promisify<void>((done) => stream.flush(done));
const drain = (): Promise<void> => flush();

export const subject: Subject = { drain, close: drain };
