import { LogCall } from '../analyse/log-calls';
import { fieldNames, messageOf } from '../analyse/log-fields';
import { eachItem } from '../ast/children';
import {
  CallExpression_arguments,
  CallExpression_callee,
  ExprOrSpread_expression,
  ExprOrSpread_spread,
  Ident,
  KeyValueProperty_value,
  ObjectExpression_properties,
} from '../ast/schema';
import {
  countOf,
  endOf,
  field,
  firstOf,
  headOf,
  item,
  itemsOf,
  List,
  listEndOf,
  Node,
  startOf,
  taggedOf,
  typeOf,
} from '../ast/tree';
import { leastRank } from '../config/config';
import { rankOf } from '../config/levels';
import {
  argument,
  callArguments,
  code,
  conditional,
  reference,
  undefinedValue,
} from '../emit/code';
import { insert, remove, replace } from '../emit/edits';
import { fresh } from '../emit/own-names';
import { lowOfNode } from '../emit/place';
import { runtimeReference } from '../emit/runtime';
import { addSite, Place, readOn } from '../emit/sites';
import { mayRunEarly } from './hoisted';
import { visit } from './visit';

/**
 *     log.info('stored', { id: order.id })    _site0.on ? _event(_site0, log, order.id) : void 0
 *     log.info(`${n} rows`, fields)           _site1.on ? _log(_site1, log, `${n} rows`, fields) : void 0
 *
 * The call stays where it is, so that its arguments may suspend the function around it.
 */
export function visitLog(node: Node, made: LogCall): void {
  if (rankOf(made.level) < leastRank) {
    leaveOut(node);
    return;
  }
  const given = field(node, CallExpression_arguments);
  const place = placeOf(node, made);
  const isKnown = noteArguments(place, given);
  const site = addSite(place);
  openChoice(node, site, place);
  callInstead(field(node, CallExpression_callee), isKnown ? 'event' : 'log');
  if (isKnown) giveValues(given, site, made.receiver);
  else giveAll(given, site, made.receiver);
  eachItem(given, visit);
  closeChoice(node);
}

/** Below the level of the build, nothing is left but the value. */
function leaveOut(node: Node): void {
  const from = code.length;
  undefinedValue();
  replace(taggedOf(node), endOf(node), from);
}

function placeOf(node: Node, made: LogCall): Place {
  const place = new Place(lowOfNode(node));
  place.kind = 'event';
  place.level = made.level;
  place.target = made.target;
  place.isEarly = mayRunEarly();
  return place;
}

/** Notes the message and the names of the fields; false if they are for the running program to read. */
function noteArguments(place: Place, given: List): bool {
  const count = countOf(given);
  for (let i: u32 = 0; i < count; i++)
    if (load<u8>(field(item(given, i), ExprOrSpread_spread)) != 0x80) return false;
  if (count == 0 || count > 2) return false;
  const message = messageOf(valueAt(given, 0));
  const names: string[] | null = count == 1 ? [] : fieldNames(valueAt(given, 1));
  if (message == '' || !names) return false;
  place.name = message;
  place.names = names;
  return true;
}

/** `_site0.on ?` */
function openChoice(node: Node, site: string, place: Place): void {
  const from = code.length;
  conditional();
  readOn(site, place.isEarly);
  insert(taggedOf(node), from);
}

/** `: void 0` */
function closeChoice(node: Node): void {
  const from = code.length;
  undefinedValue();
  insert(endOf(node), from);
}

function callInstead(callee: Node, name: string): void {
  const from = code.length;
  runtimeReference(name);
  replace(taggedOf(callee), endOf(callee), from);
}

/** Begins so many arguments with the site and the logger. */
function openArguments(count: u32, site: string, receiver: Node): void {
  callArguments(count + 2);
  argument();
  reference(site, fresh);
  argument();
  code.raw(taggedOf(receiver), endOf(receiver) - taggedOf(receiver));
}

function giveAll(given: List, site: string, receiver: Node): void {
  const from = code.length;
  openArguments(countOf(given), site, receiver);
  replace(headOf(given), itemsOf(given), from);
}

/** Leaves of the message nothing, and of the fields their values. */
function giveValues(given: List, site: string, receiver: Node): void {
  const properties = countOf(given) < 2 ? 0 : field(valueAt(given, 1), ObjectExpression_properties);
  const from = code.length;
  openArguments(countOf(properties), site, receiver);
  const values = properties == 0 ? listEndOf(given) : itemsOf(properties);
  replace(headOf(given), values, from);
  for (let i: u32 = 0; i < countOf(properties); i++) giveValue(item(properties, i));
  if (properties == 0 || listEndOf(properties) == listEndOf(given)) return;
  remove(listEndOf(properties), listEndOf(given));
}

/** `id: order.id` becomes `order.id`, and `id` an expression. */
function giveValue(property: Node): void {
  const isShort = typeOf(property) == Ident;
  const from = code.length;
  argument();
  if (isShort) code.tag(15);
  const value = isShort ? startOf(property) : taggedOf(field(property, KeyValueProperty_value));
  replace(firstOf(property), value, from);
}

function valueAt(given: List, index: u32): Node {
  return field(item(given, index), ExprOrSpread_expression);
}
