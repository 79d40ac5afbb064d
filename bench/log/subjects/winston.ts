import { once } from 'node:events';
import { createLogger, format, type Logger, transports } from 'winston';
import { FILE } from './file.ts';
import type { Subject } from './subject.ts';

const file = new transports.File({ filename: FILE });

export const log: Logger = createLogger({
  level: 'info',
  format: format.combine(format.timestamp(), format.json()),
  transports: [file],
});

let written = 0;
let onWritten: (() => void) | undefined;
file.on('logged', () => {
  written++;
  onWritten?.();
});

/** It tells of each event that it has written, and of nothing else. */
async function drain(events: number): Promise<void> {
  if (written === events) return;
  await new Promise<void>((resolve) => {
    onWritten = () => {
      if (written === events) resolve();
    };
  });
}

async function close(events: number): Promise<void> {
  await drain(events);
  const finished = once(file, 'finish');
  log.end();
  await finished;
}

export const subject: Subject = { drain, close };
