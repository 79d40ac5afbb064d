import {
  BindingIdent,
  BindingIdent_id,
  CallExpression,
  CallExpression_arguments,
  CallExpression_callee,
  ExportDeclaration,
  ExportDeclaration_declaration,
  ExprOrSpread_expression,
  ExprOrSpread_spread,
  Ident,
  MemberExpression,
  MemberExpression_object,
  MemberExpression_property,
  VariableDeclaration,
  VariableDeclaration_declarations,
  VariableDeclaration_kind,
  VariableDeclarator_id,
  VariableDeclarator_init,
} from '../ast/schema';
import { literalKind, literalText, STRING } from '../ast/text';
import { countOf, field, item, List, Node, startOf, typeOf, variantOf } from '../ast/tree';
import { elementAt, textAt, uintAt } from '../cbor/reader';
import { rankOf } from '../config/levels';
import { CONST } from '../emit/code';
import { bindLogger, exportedAs, importsAny, loggerTarget } from './imports';

/** A call such as `log.info(…)`, of a logger that is known. */
export class LogCall {
  constructor(
    /** The logger, as written. */
    public receiver: Node,
    public level: string,
    /** Empty for that of the module. */
    public target: string,
  ) {}
}

/** What a call logs by; null if it logs nothing, or by a logger that only the running program knows. */
export function logCallOf(call: Node): LogCall | null {
  const callee = field(call, CallExpression_callee);
  if (typeOf(callee) != MemberExpression || !importsAny()) return null;
  const method = field(callee, MemberExpression_property);
  if (typeOf(method) != 0 || variantOf(method) != 1) return null;
  const receiver = field(callee, MemberExpression_object);
  const target = typeOf(receiver) == Ident ? loggerTarget(receiver) : '';
  if (target == '' && exportedAs(receiver) != 'log') return null;
  const level = textAt(elementAt(startOf(method), 1));
  return rankOf(level) < 0 ? null : new LogCall(receiver, level, target);
}

/** Finds the loggers that a module makes for itself: `const db = logger('db')`; false if it makes none. */
export function readLoggers(items: List): bool {
  if (!importsAny()) return false;
  let any = false;
  for (let i: u32 = 0; i < countOf(items); i++) {
    const node = item(items, i);
    const isExported = typeOf(node) == ExportDeclaration;
    if (readLogger(isExported ? field(node, ExportDeclaration_declaration) : node)) any = true;
  }
  return any;
}

function readLogger(node: Node): bool {
  if (typeOf(node) != VariableDeclaration) return false;
  if (uintAt(field(node, VariableDeclaration_kind)) != CONST) return false;
  const declared = field(node, VariableDeclaration_declarations);
  let any = false;
  for (let i: u32 = 0; i < countOf(declared); i++) {
    const target = madeBy(field(item(declared, i), VariableDeclarator_init));
    const pattern = field(item(declared, i), VariableDeclarator_id);
    if (target == '' || typeOf(pattern) != BindingIdent) continue;
    bindLogger(field(pattern, BindingIdent_id), target);
    any = true;
  }
  return any;
}

/** The target in `logger('target')`; empty if a value is no such call. */
function madeBy(value: Node): string {
  if (value == 0 || typeOf(value) != CallExpression) return '';
  const given = field(value, CallExpression_arguments);
  if (countOf(given) != 1 || exportedAs(field(value, CallExpression_callee)) != 'logger') return '';
  if (load<u8>(field(item(given, 0), ExprOrSpread_spread)) != 0x80) return '';
  const target = field(item(given, 0), ExprOrSpread_expression);
  return literalKind(target) == STRING ? literalText(target) : '';
}
