import { writeSync } from 'node:fs';
import { cut, escapeControls } from './text.ts';

const STDERR = 2;
/** Milliseconds that a line waits for a pipe that is full. */
const PATIENCE = 20;
/** What is left of it: none, once nobody has read for so long. */
let patience = PATIENCE;

/**
 * Writes one line to stderr at once, past everything that may be broken, blocked or traced: for
 * what must be said even so. Never throws, never waits for long.
 */
export function rawLog(message: string): void {
  // What a receiver says is part of it: it must forge no line, nor command the terminal.
  const line = `${escapeControls(message.replaceAll('\n', '\\n'))}\n`;
  try {
    writeAll(Buffer.from(line));
  } catch {} // Nobody reads it, or not fast enough.
}

function writeAll(bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length; ) {
    try {
      done += writeSync(STDERR, bytes, done);
      patience = PATIENCE;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN' || patience === 0) throw error;
      patience--;
      sleep();
    }
  }
}

const never: Int32Array = new Int32Array(new SharedArrayBuffer(4));

/** One millisecond without giving up the thread. */
function sleep(): void {
  Atomics.wait(never, 0, 0, 1);
}

/** At most one line of a kind in so many milliseconds. */
const PAUSE = 10_000;

/** Warns of what may happen a million times a second: says it once in ten seconds, with the count. */
export class Warning {
  readonly #prefix: string;
  readonly #log: (message: string) => void;
  #saidAt = Number.NEGATIVE_INFINITY;
  #unsaid = 0;

  constructor(prefix: string, log: (message: string) => void = rawLog) {
    this.#prefix = prefix;
    this.#log = log;
  }

  say(message: string, now: number = performance.now()): void {
    if (now - this.#saidAt < PAUSE) {
      this.#unsaid++;
      return;
    }
    const more = this.#unsaid === 0 ? '' : ` (and ${this.#unsaid} more like it before)`;
    this.#saidAt = now;
    this.#unsaid = 0;
    this.#log(`${this.#prefix}: ${cut(message)}${more}`);
  }
}
