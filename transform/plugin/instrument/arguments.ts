import { functionName, isFunctionDeclaration } from '../analyse/declared';
import {
  ArrayExpression_elements,
  BindingIdent,
  BindingIdent_id,
  ExprOrSpread_expression,
  Ident_ctxt,
  Parameter,
  Parameter_pat,
} from '../ast/schema';
import { literalKind, NULL, symOf } from '../ast/text';
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
  return countOf(params) > 0 && isName(item(params, 0)) && nameOf(item(params, 0)) == 'this';
}

/** Whether each parameter from `first` on is, where the body begins, the argument at its place. */
function tellsArguments(fn: Fn, first: u32): bool {
  const functions = functionsIn(fn.statements);
  for (let i = first; i < countOf(fn.params); i++) {
    const parameter = item(fn.params, i);
    if (!isName(parameter) || functions.has(nameOf(parameter))) return false;
  }
  return true;
}

/** Whether a parameter is a plain name: no pattern, no default, no rest, no property. */
function isName(parameter: Node): bool {
  return typeOf(parameter) == Parameter && typeOf(field(parameter, Parameter_pat)) == BindingIdent;
}

/** Functions that a body declares, which go over parameters of their names. */
function functionsIn(statements: List): Set<string> {
  const names = new Set<string>();
  for (let i: u32 = 0; i < countOf(statements); i++) {
    const statement = item(statements, i);
    if (isFunctionDeclaration(statement)) names.add(functionName(statement));
  }
  return names;
}

function isSkipped(name: Node): bool {
  return literalKind(field(name, ExprOrSpread_expression)) == NULL;
}

function valueOf(parameter: Node): void {
  const identifier = identifierOf(parameter);
  reference(symOf(identifier), uintAt(field(identifier, Ident_ctxt)));
}

function nameOf(parameter: Node): string {
  return symOf(identifierOf(parameter));
}

function identifierOf(parameter: Node): Node {
  return field(field(parameter, Parameter_pat), BindingIdent_id);
}
