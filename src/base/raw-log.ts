import { writeSync } from 'node:fs';

/**
 * Writes one line to stderr at once, past everything that may be broken, blocked or traced: for
 * what must be said even so. Never throws.
 */
export function rawLog(message: string): void {
  try {
    writeSync(2, `${message.replaceAll('\n', '\\n')}\n`);
  } catch {} // Nobody reads it, or not fast enough.
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
    this.#log(`${this.#prefix}: ${message}${more}`);
  }
}
