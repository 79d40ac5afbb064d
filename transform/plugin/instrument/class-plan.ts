import { isKeyKnown } from '../analyse/names';
import { Options } from '../analyse/options';
import { isPlain } from '../analyse/plain';
import {
  ArrayExpression,
  ArrowFunctionExpression,
  Class_body,
  Class_span,
  ClassMethod,
  ClassMethod_function,
  ClassMethod_key,
  ClassProperty,
  ClassProperty_isStatic,
  ClassProperty_value,
  Function_decorators,
  FunctionExpression,
  NewExpression,
  ObjectExpression,
} from '../ast/schema';
import { lowOf } from '../ast/text';
import { countOf, field, item, List, Node, typeOf } from '../ast/tree';
import { boolAt } from '../cbor/reader';
import { Place } from '../emit/sites';
import { Uses } from './decorators';
import { Fn } from './fn';
import { fnOf } from './functions';

/** Kinds of class methods, as the AST numbers them. */
export const METHOD: u32 = 1;
export const GETTER: u32 = 2;
export const SETTER: u32 = 3;

/** How a class is instrumented as a whole. */
export class ClassPlan {
  /** What its own decorator says, where that goes and its methods take over; else null. */
  taken: Options | null = null;
  /** Its decorator stays, and wraps the methods. */
  stays: bool = false;

  constructor(
    public node: Node,
    public name: string,
  ) {}

  get body(): List {
    return field(this.node, Class_body);
  }
}

/** Decides what a class's own decorator comes to. */
export function planClass(made: ClassPlan, uses: Uses): void {
  const options = uses.options as Options;
  if (uses.isInnermost && uses.isStatic && isOpenToAll(options) && canTakeOver(made)) {
    uses.remove();
    made.taken = options;
    return;
  }
  made.stays = true;
  const place = new Place(lowOf(field(made.node, Class_span)));
  place.name = made.name;
  uses.locate(place);
}

/** Options of one function have no sense on a class: the runtime refuses them. */
function isOpenToAll(options: Options): bool {
  return options.args == 0 && options.result == 0 && options.kind == '';
}

/**
 * Whether the bodies of its methods can do for a decorator of the class: it would be applied to
 * what other decorators made of them, and to functions that static fields hold.
 */
function canTakeOver(made: ClassPlan): bool {
  for (let i: u32 = 0; i < countOf(made.body); i++) {
    const member = item(made.body, i);
    const type = typeOf(member);
    if (type == ClassMethod && !canTakeOverMethod(member)) return false;
    if (type == ClassProperty && boolAt(field(member, ClassProperty_isStatic))) {
      const value = field(member, ClassProperty_value);
      if (value != 0 && !isData(value)) return false;
    }
  }
  return true;
}

function canTakeOverMethod(member: Node): bool {
  const inner = field(member, ClassMethod_function);
  const uses = new Uses(field(inner, Function_decorators));
  if (uses.hasOthers || (uses.any && !uses.isStatic)) return false;
  if (!isKeyKnown(field(member, ClassMethod_key))) return false;
  const fn = fnOf(inner, '', 0);
  return fn.body == 0 || fn.obstacle(uses.any ? (uses.options as Options) : new Options()) == '';
}

/** Whether a value is surely no function. */
function isData(value: Node): bool {
  const type = typeOf(value);
  if (type == ArrowFunctionExpression || type == FunctionExpression) return false;
  return (
    type == ArrayExpression || type == ObjectExpression || type == NewExpression || isPlain(value)
  );
}

/** What a class says for a method that says nothing itself. */
export function inheritedOptions(fn: Fn, made: ClassPlan): Options | null {
  const taken = made.taken;
  if (!taken) return null;
  const options = new Options();
  options.level = taken.level;
  options.target = taken.target;
  if (taken.name != '') options.name = taken.name + fn.name.substring(made.name.length);
  return options;
}
