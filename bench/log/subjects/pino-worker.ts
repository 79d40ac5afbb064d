import { promisify } from 'node:util';
import { type Logger, pino, transport } from 'pino';
import { FILE } from './file.ts';
import type { Subject } from './subject.ts';

const stream = transport({ target: 'pino/file', options: { destination: FILE } });

/** Lines are made here and written by a worker thread. */
export const log: Logger = pino(stream);

const flush = promisify<void>((done) => stream.flush(done));
const drain = (): Promise<void> => flush();

export const subject: Subject = { drain, close: drain };
