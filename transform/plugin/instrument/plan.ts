import { takesName } from '../analyse/bare';
import { directiveGivesName, directiveName, spanDirective } from '../analyse/directives';
import { EMPTY_NAME, Options } from '../analyse/options';
import { item, Node } from '../ast/tree';
import { autoAsksFor, leastRank } from '../config/config';
import { reportAt } from '../emit/place';
import { addSite, modulePath, Place } from '../emit/sites';
import { Fn } from './fn';
import { mayRunEarly } from './hoisted';

/** Rank of `info`, the level of what has no options. */
const INFO: i32 = 2;

/** How the body of one function is instrumented. */
export class Plan {
  site: string = '';
  /** Whether the site may be missing yet. */
  isEarly: bool = false;
  kind: string = '';
  /** Names of the arguments that it records, as written; 0 for none. */
  args: Node = 0;
  /** All results are told to the runtime, not just those that may be thenables. */
  tellsEveryResult: bool = false;
  /** Index of the directive that goes; -1 if there is none. */
  directive: i32 = -1;

  constructor(public fn: Fn) {}

  get isAsync(): bool {
    return this.fn.isAsync;
  }

  get isGenerator(): bool {
    return this.fn.isGenerator;
  }

  /** Each `return` leaves by itself, and no `finally` is needed: the cheapest form, off and on. */
  get leavesAtReturns(): bool {
    return !this.isAsync && !this.isGenerator && !this.fn.facts.goesOnAfterReturn;
  }

  /** What is returned is kept in a variable. */
  get keepsResult(): bool {
    if (!this.leavesAtReturns) return false;
    return this.fn.hasBlock ? this.fn.facts.returnsValue : !takesName(this.fn.body);
  }

  /** The runtime's function that opens the span. */
  get enter(): string {
    return this.kind == 'auto' || this.kind == 'promise' ? 'enterAuto' : `enter${this.ending}`;
  }

  /** The one that closes it. */
  get leave(): string {
    return `leave${this.ending}`;
  }

  private get ending(): string {
    if (this.kind == 'async') return 'Async';
    if (this.kind == 'generator') return 'Generator';
    return this.kind == 'async generator' ? 'AsyncGenerator' : '';
  }
}

/** The plan for a function; null if it is left as it is. */
export function planFor(fn: Fn): Plan | null {
  if (fn.body == 0) return null;
  const directive = spanDirective(fn.body);
  const decorated = fn.decorated;
  if (decorated) return make(fn, decorated, directive);
  if (fn.isCovered) return directive < 0 ? null : withoutDirective(fn, directive);
  const options = new Options();
  if (directive >= 0) {
    options.name = nameGiven(fn, directive);
    const obstacle = fn.obstacle(options);
    if (obstacle != '') refuse(fn, obstacle);
    return obstacle != '' || INFO < leastRank
      ? withoutDirective(fn, directive)
      : make(fn, options, directive);
  }
  // Without a place it was made by a compiler, as for an enum.
  if (fn.isConstructor || fn.position == 0 || INFO < leastRank) return null;
  if (!autoAsksFor(modulePath, fn.name, fn.statementCount)) return null;
  return fn.obstacle(options) == '' ? make(fn, options, -1) : null;
}

/** The name in the directive; empty if it gives none. */
function nameGiven(fn: Fn, directive: i32): string {
  const name = directiveName(fn.body, directive);
  if (name == '' && directiveGivesName(fn.body, directive))
    reportAt('SPANFN_BAD_NAME', EMPTY_NAME, item(fn.statements, directive));
  return name;
}

/** Nothing but the directive goes. */
function withoutDirective(fn: Fn, directive: i32): Plan {
  const plan = new Plan(fn);
  plan.directive = directive;
  return plan;
}

function make(fn: Fn, options: Options, directive: i32): Plan {
  const plan = new Plan(fn);
  plan.kind = fn.kind(options.kind);
  plan.directive = directive;
  plan.args = options.args;
  plan.tellsEveryResult = options.result != 0 || fn.facts.overridesReturns;
  const place = new Place(fn.position);
  place.name = options.name != '' ? options.name : fn.name;
  place.kind = plan.kind;
  place.target = options.target;
  place.level = options.level == 'info' ? '' : options.level;
  place.args = options.args;
  place.result = options.result;
  place.isEarly = mayRunEarly();
  plan.site = addSite(place);
  plan.isEarly = place.isEarly;
  return plan;
}

function refuse(fn: Fn, obstacle: string): void {
  reportAt(
    'SPANFN_NOT_IN_PLACE',
    `A span cannot be put into this function, because ${obstacle}. Wrap it: spanFn(() => …)`,
    fn.body,
  );
}
