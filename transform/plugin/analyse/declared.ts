import { eachChild, eachOwnChild } from '../ast/children';
import {
  BindingIdent,
  BindingIdent_id,
  ClassDeclaration,
  Function_body,
  FunctionDeclaration,
  FunctionDeclaration_function,
  FunctionDeclaration_identifier,
  TsEnumDeclaration,
  UsingDeclaration,
  VariableDeclaration,
  VariableDeclaration_declarations,
  VariableDeclaration_kind,
  VariableDeclarator_id,
} from '../ast/schema';
import { symOf } from '../ast/text';
import { countOf, field, item, List, Node, typeOf } from '../ast/tree';
import { uintAt } from '../cbor/reader';
import { VAR } from '../emit/code';

let names: Set<string> = new Set<string>();

/** All names that patterns, such as parameters, bind. */
export function namesIn(patterns: List): Set<string> {
  names = new Set<string>();
  for (let i: u32 = 0; i < countOf(patterns); i++) bind(item(patterns, i));
  return names;
}

/** All names that `var` declares in a body: they are the function's, however deep they stand. */
export function varsIn(body: Node): Set<string> {
  names = new Set<string>();
  findVars(body);
  return names;
}

/** Whether a statement declares something for its block alone. */
export function isLexical(statement: Node): bool {
  const type = typeOf(statement);
  if (type == ClassDeclaration || type == UsingDeclaration || type == TsEnumDeclaration)
    return true;
  return type == VariableDeclaration && uintAt(field(statement, VariableDeclaration_kind)) != VAR;
}

/** Whether a statement declares a function, and not just one of its signatures. */
export function isFunctionDeclaration(statement: Node): bool {
  if (typeOf(statement) != FunctionDeclaration) return false;
  return field(field(statement, FunctionDeclaration_function), Function_body) != 0;
}

export function functionName(statement: Node): string {
  return symOf(field(statement, FunctionDeclaration_identifier));
}

function findVars(node: Node): void {
  if (typeOf(node) == VariableDeclaration && !isLexical(node)) {
    const list = field(node, VariableDeclaration_declarations);
    for (let i: u32 = 0; i < countOf(list); i++) bind(field(item(list, i), VariableDeclarator_id));
  }
  eachOwnChild(node, findVars);
}

function bind(pattern: Node): void {
  const type = typeOf(pattern);
  if (type == BindingIdent) names.add(symOf(field(pattern, BindingIdent_id)));
  else eachChild(pattern, bind);
}
