import { types } from 'node:util';
import type { Trace } from '../../base/ids.ts';
import { subscribe } from '../../base/primordials.ts';
import type { Site } from '../../site/site.ts';
import type { SamplerFunction } from './options.ts';

/** Asks a function of the user's. What goes wrong there costs no trace: it is counted. */
export class FunctionSampler {
  /** How often the function threw, or returned anything but true or false. */
  failures = 0;
  #isAsking = false;
  readonly #function: SamplerFunction;

  constructor(samplerFunction: SamplerFunction) {
    this.#function = samplerFunction;
  }

  sample(site: Site, trace: Trace): boolean {
    // Spans of the function itself are never recorded: each would ask for itself, without end.
    if (this.#isAsking) return false;
    this.#isAsking = true;
    try {
      return this.#read(this.#function(site, trace));
    } catch {
      return this.#fail();
    } finally {
      this.#isAsking = false;
    }
  }

  #read(answer: unknown): boolean {
    if (typeof answer === 'boolean') return answer;
    // Of an async function; its rejection must not end the process.
    if (types.isPromise(answer)) void subscribe(answer, ignore, ignore);
    return this.#fail();
  }

  #fail(): true {
    this.failures++;
    return true;
  }
}

function ignore(): void {}
