import type { FunctionKind } from '../tree.ts';
import { Random } from './random.ts';
import { Scope } from './scope.ts';

/** What holds for a whole program. */
export interface Program {
  readonly random: Random;
  readonly strict: boolean;
  /** `using` is printed as `const` where this Node does not know it. */
  readonly using: string;
  /** Nodes that may still be made; at 0 only the smallest are. */
  budget: number;
  counter: number;
}

/** Where code is generated: what it may refer to and which jumps are allowed. */
export interface Place {
  readonly program: Program;
  readonly scope: Scope;
  readonly kind: FunctionKind;
  /** The function that the code is in; undefined at the top and where no probe makes sense. */
  readonly id: string | undefined;
  readonly depth: number;
  readonly strict: boolean;
  /** Whether there is a function around that is no arrow: `arguments`, `new.target`. */
  readonly own: boolean;
  /** What `super.` reaches, if anything: `greet` of the base. */
  readonly hasSuper: boolean;
  readonly inLoop: boolean;
  readonly inSwitch: boolean;
  readonly labels: readonly string[];
  readonly mayReturn: boolean;
}

export function topOf(seed: number, canUse: boolean): Place {
  const random = new Random(seed);
  const strict = random.chance(0.7);
  const program: Program = {
    random,
    strict,
    using: canUse ? 'using' : 'const',
    budget: 60 + random.below(220),
    counter: 0,
  };
  return {
    program,
    scope: new Scope(null, true),
    kind: 'sync',
    id: undefined,
    depth: 0,
    strict,
    own: false,
    hasSuper: false,
    inLoop: false,
    inSwitch: false,
    labels: [],
    mayReturn: false,
  };
}

export const fresh = (place: Place, prefix: string): string =>
  `${prefix}${++place.program.counter}`;

export const isAsync = ({ kind }: Place): boolean => kind === 'async' || kind === 'async generator';
export const isGenerator = ({ kind }: Place): boolean => kind.endsWith('generator');

/** A block inside `place`, with names of its own. */
export const inside = (place: Place, change: Partial<Place> = {}): Place => ({
  ...place,
  scope: new Scope(place.scope, false),
  depth: place.depth + 1,
  ...change,
});

/** Takes from the budget; false when there is nothing left, or the code is deep enough. */
export function afford(place: Place, cost = 1): boolean {
  place.program.budget -= cost;
  return place.program.budget > 0 && place.depth < 7;
}
