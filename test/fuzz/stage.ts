import { nextTick } from 'node:process';
import { current } from 'spanfn';
import { appearance, Describer } from './describe.ts';

/** A place in a function that was reached, and the name of the span that was current there. */
export interface Probe {
  readonly id: string;
  readonly current: string | undefined;
}

/** Calls that a program may make; after that every call throws, and it ends. */
const FUEL = 250;
/** Microtasks that are counted after the start and after each turn of the loop. */
const TICKS = 100;

/** One run of a program: what it is handed, and what is seen of it. */
export class Stage {
  /** Everything that was logged, each with the number of microtask ticks before it. */
  readonly events: string[] = [];
  readonly probes: Probe[] = [];
  /** How often each function was entered. */
  readonly entries = new Map<string, number>();
  readonly registered: [name: string, value: unknown][] = [];
  readonly #describer = new Describer();
  #fuel = FUEL;
  #ticks = 0;
  #ticksLeft = 0;
  #pending = 0;

  get idle(): boolean {
    return this.#pending === 0;
  }

  note = (label: string, values: readonly unknown[]): void => {
    this.events.push(
      `${this.#ticks} ${label} ${values.map((value) => this.text(value)).join(' ')}`,
    );
  };

  text = (value: unknown): string => this.#describer.describe(value);

  here = (id: string): void => {
    this.probes.push({ id, current: current()?.site.name });
  };

  entered = (id: string): void => {
    this.entries.set(id, (this.entries.get(id) ?? 0) + 1);
    this.here(id);
    if (--this.#fuel < 0) throw new Error('out of fuel');
  };

  register = (name: string, value: unknown): void => {
    this.registered.push([name, value]);
  };

  immediate = (run: () => void): void => {
    this.#pending++;
    setImmediate(() => {
      this.#pending--;
      this.countTicks();
      this.#guard(run);
    });
  };

  nextTick = (run: () => void): void => {
    nextTick(() => this.#guard(run));
  };

  queueMicrotask = (run: () => void): void => {
    queueMicrotask(() => this.#guard(run));
  };

  /** Node breaks off whatever queue an exception gets out of, and takes it up again at any time. */
  #guard(run: () => void): void {
    try {
      run();
    } catch (error) {
      this.note('thrown by a callback', [error]);
    }
  }

  /** Counts along: a tick more or less in the program shows in the numbers of its events. */
  countTicks(): void {
    const running = this.#ticksLeft > 0;
    this.#ticksLeft = TICKS;
    if (!running) Promise.resolve().then(this.#tick);
  }

  readonly #tick = (): void => {
    this.#ticks++;
    if (--this.#ticksLeft > 0) Promise.resolve().then(this.#tick);
  };

  appearances(): string[] {
    return this.registered.map(([name, value]) => `${name}: ${appearance(value)}`);
  }
}
