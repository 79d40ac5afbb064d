import type { FunctionKind } from '../tree.ts';
import type { Random } from './random.ts';

type Declared = 'let' | 'const' | 'var' | 'param';

/** Something that can be called by the expression `text`. */
export interface Callable {
  readonly text: string;
  readonly kind: FunctionKind;
}

/** Few names, so that they meet and shadow each other; some as instrumentation likes them. */
const NAMES = [
  'a',
  'b',
  'c',
  'n',
  'x',
  'value',
  '_s',
  '_e',
  '_enter',
  '_site0',
  'span',
  'tell',
] as const;

/** Names visible at a place, kept so that no declaration clashes. */
export class Scope {
  readonly names = new Map<string, Declared>();
  readonly callables: Callable[] = [];
  readonly #outer: Scope | null;
  readonly #isFunction: boolean;

  constructor(outer: Scope | null, isFunction: boolean) {
    this.#outer = outer;
    this.#isFunction = isFunction;
  }

  /** Declares a new name; undefined if those at hand are all taken. */
  declare(random: Random, as: Declared): string | undefined {
    const free = NAMES.filter((name) => this.#isFree(name, as));
    if (free.length === 0) return undefined;
    const name = random.one(free);
    for (const scope of as === 'var' ? this.#untilFunction() : [this]) scope.names.set(name, as);
    return name;
  }

  visible(writable: boolean): string[] {
    const own = [...this.names].filter(([, as]) => !writable || as !== 'const');
    const outer = this.#outer?.visible(writable) ?? [];
    return [...own.map(([name]) => name), ...outer.filter((name) => !this.names.has(name))];
  }

  reachable(): Callable[] {
    return [...this.callables, ...(this.#outer?.reachable() ?? [])];
  }

  #isFree(name: string, as: Declared): boolean {
    if (as !== 'var') return !this.names.has(name);
    const between = this.#untilFunction();
    return between.every((scope) => {
      const taken = scope.names.get(name);
      return taken === undefined || taken === 'var' || taken === 'param';
    });
  }

  #untilFunction(): Scope[] {
    if (this.#isFunction || this.#outer === null) return [this];
    return [this, ...this.#outer.#untilFunction()];
  }
}
