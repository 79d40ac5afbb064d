import { functionsIn } from '../analyse/declared';
import {
  ArrayExpression_elements,
  BindingIdent_id,
  ExprOrSpread_expression,
  Ident_ctxt,
  Parameter,
  Parameter_pat,
} from '../ast/schema';
import { boundName, literalKind, NULL, symOf } from '../ast/text';
import { countOf, field, item, List, Node, typeOf } from '../ast/tree';
import { uintAt } from '../cbor/reader';
import { array, element, nullLiteral, reference } from '../emit/code';
import { realmReference } from '../emit/runtime';
import { Fn } from './fn';

/**
 * The arguments of a function, of which `names` are recorded: `[a, null, c]`, which costs less than
 * `arguments` and takes its place where the parameters tell them.
 */
export function argumentsOf(fn: Fn, names: Node): void {
  const elements = field(names, ArrayExpression_elements);
  const count = countOf(elements);
  const first: u32 = hasThisParameter(fn.params) ? 1 : 0;
  if (first + count > countOf(fn.params) || !tellsArguments(fn, first)) {
    realmReference('arguments');
    return;
  }
  array(count);
  for (let i: u32 = 0; i < count; i++) {
    element();
    if (isSkipped(item(elements, i))) nullLiteral();
    else valueOf(item(fn.params, first + i));
  }
}

/** TypeScript's `this`, which is no argument; from 1.16 on it stands elsewhere. */
function hasThisParameter(params: List): bool {
  return countOf(params) > 0 && plainName(item(params, 0)) == 'this';
}

/** Whether each parameter from `first` on is, where the body begins, the argument at its place. */
function tellsArguments(fn: Fn, first: u32): bool {
  const functions = functionsIn(fn.statements); // They go over parameters of their names.
  for (let i = first; i < countOf(fn.params); i++) {
    const name = plainName(item(fn.params, i));
    if (name == '' || functions.has(name)) return false;
  }
  return true;
}

/** The name of a parameter; empty if it is a pattern, or has a default, a rest or a modifier. */
function plainName(parameter: Node): string {
  return typeOf(parameter) == Parameter ? boundName(field(parameter, Parameter_pat)) : '';
}

function isSkipped(name: Node): bool {
  return literalKind(field(name, ExprOrSpread_expression)) == NULL;
}

/** Of a parameter that has a plain name. */
function valueOf(parameter: Node): void {
  const identifier = field(field(parameter, Parameter_pat), BindingIdent_id);
  reference(symOf(identifier), uintAt(field(identifier, Ident_ctxt)));
}
