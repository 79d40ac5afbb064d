import {
  ArrowFunctionExpression,
  AutoAccessor,
  AutoAccessor_decorators,
  AutoAccessor_key,
  ClassProperty,
  ClassProperty_decorators,
  ClassProperty_key,
  Constructor,
  Function,
  Function_decorators,
  GetterProperty,
  GetterProperty_key,
  PrivateProperty,
  PrivateProperty_decorators,
  SetterProperty,
  SetterProperty_key,
  StaticBlock,
} from './schema';
import { countOf, field, fieldAt, fieldCount, fieldShape, item, List, Node, typeOf } from './tree';

export type Visit = (child: Node) => void;

/** Visits all children of a node, in the order of the source. */
export function eachChild(node: Node, visit: Visit): void {
  const type = typeOf(node);
  if (type == 0) return;
  const count = fieldCount(type);
  for (let i: u32 = 0; i < count; i++) {
    const shape = fieldShape(type, i);
    if (shape == 0) continue;
    const value = fieldAt(node, i);
    if (value == 0) continue;
    if (shape == 1) visit(value);
    else eachItem(value, visit);
  }
}

export function eachItem(list: List, visit: Visit): void {
  const count = countOf(list);
  for (let i: u32 = 0; i < count; i++) {
    const child = item(list, i);
    if (child != 0) visit(child);
  }
}

/**
 * The same, but for what belongs to another function: bodies and parameters of inner functions,
 * values of class fields. Keys and decorators of classes belong to the function around them.
 */
export function eachOwnChild(node: Node, visit: Visit): void {
  switch (typeOf(node)) {
    case ArrowFunctionExpression:
    case Constructor:
    case StaticBlock:
      return;
    case Function:
      eachItem(field(node, Function_decorators), visit);
      return;
    case ClassProperty:
      visit(field(node, ClassProperty_key));
      eachItem(field(node, ClassProperty_decorators), visit);
      return;
    case PrivateProperty:
      eachItem(field(node, PrivateProperty_decorators), visit);
      return;
    case AutoAccessor:
      visit(field(node, AutoAccessor_key));
      eachItem(field(node, AutoAccessor_decorators), visit);
      return;
    case GetterProperty:
      visit(field(node, GetterProperty_key));
      return;
    case SetterProperty:
      visit(field(node, SetterProperty_key));
      return;
    default:
      eachChild(node, visit);
  }
}
