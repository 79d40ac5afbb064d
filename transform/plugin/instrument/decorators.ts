import { exportedAs } from '../analyse/imports';
import { Options, useOf } from '../analyse/options';
import { CallExpression, CallExpression_callee, Decorator_expression } from '../ast/schema';
import { countOf, endOf, field, item, List, Node, taggedOf, typeOf } from '../ast/tree';
import { leastRank } from '../config/config';
import {
  argument,
  call,
  callArguments,
  callEnd,
  code,
  memberOf,
  parenthesised,
  propertyName,
} from '../emit/code';
import { insert } from '../emit/edits';
import { describe, Place } from '../emit/sites';
import { removeItem, replaceHead } from './splice';

/** The uses of `spanFn` among the decorators of one class or member. */
export class Uses {
  /** Indices of its uses. */
  indices: Array<i32> = [];
  /** Options of the one that is applied first. */
  options: Options | null = null;
  /** Whether a decorator that is not ours is applied before ours. */
  isCovered: bool = false;
  /** Whether there are others. */
  hasOthers: bool = false;

  constructor(public decorators: List) {
    for (let i = 0; i < <i32>countOf(decorators); i++) {
      const options = useOf(field(item(decorators, i), Decorator_expression));
      if (options) {
        this.indices.push(i);
        this.options = options;
      } else this.hasOthers = true;
    }
    const last = <i32>countOf(decorators) - 1;
    this.isCovered = this.any && this.indices[this.indices.length - 1] != last;
  }

  get any(): bool {
    return this.indices.length > 0;
  }

  /** Whether they stand together and are applied before all others, so that a body can do for them. */
  get isInnermost(): bool {
    const count = this.indices.length;
    return !this.isCovered && this.any && this.indices[0] == <i32>countOf(this.decorators) - count;
  }

  /** Whether they say nothing that only the running program knows. */
  get isStatic(): bool {
    const options = this.options;
    return options ? options.isStatic : false;
  }

  /** Whether the build leaves them out. */
  get isBelowLevel(): bool {
    const options = this.options;
    return options ? options.isStatic && options.rank < leastRank : false;
  }

  /** Takes them away. */
  remove(): void {
    for (let i = 0; i < this.indices.length; i++) removeItem(this.decorators, this.indices[i]);
    replaceHead(this.decorators, countOf(this.decorators) - this.indices.length);
  }

  /** Tells each where it stands: `@spanFn.at({ … })`. */
  locate(place: Place): void {
    for (let i = 0; i < this.indices.length; i++) {
      const expression = field(item(this.decorators, this.indices[i]), Decorator_expression);
      openParenthesis(expression);
      locateUse(expression, place);
    }
  }
}

/** The standard syntax has no call of what a call gave, unless in parentheses. */
function openParenthesis(expression: Node): void {
  if (typeOf(expression) != CallExpression) return;
  const from = code.length;
  parenthesised();
  insert(taggedOf(expression), from);
}

/** Puts `.at({ … })` after the `spanFn` of an expression that uses it. */
export function locateUse(expression: Node, place: Place): void {
  const isCall = exportedAs(expression) == '' && typeOf(expression) == CallExpression;
  const target = isCall ? field(expression, CallExpression_callee) : expression;
  let from = code.length;
  call();
  memberOf();
  insert(taggedOf(target), from);
  from = code.length;
  propertyName('at');
  callArguments(1);
  argument();
  describe(place);
  callEnd();
  insert(endOf(target), from);
}
