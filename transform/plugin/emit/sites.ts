import { endOf, Node, taggedOf } from '../ast/tree';
import { runtimeGlobal } from '../config/config';
import { column, fileName, line, locate, workingDirectory } from '../host';
import {
  argument,
  array,
  CONST,
  callArguments,
  callEnd,
  code,
  declaration,
  declarationEnd,
  element,
  memberOf,
  numberLiteral,
  object,
  optionalMemberOf,
  property,
  propertyName,
  pureCall,
  reference,
  stringLiteral,
  VAR,
} from './code';
import { fresh, own } from './own-names';
import { runtimeReference } from './runtime';

/** What is known of a place before the program runs. */
export class Place {
  name: string = '';
  kind: string = '';
  target: string = '';
  level: string = '';
  args: Node = 0;
  /** Names of the fields of an event, by position. */
  names: Array<string> = [];
  result: Node = 0;
  line: u32 = 0;
  column: u32 = 0;
  /** Whether it may be read before its module has run. */
  isEarly: bool = false;

  constructor(position: u32) {
    locate(position);
    this.line = line;
    this.column = column;
  }

  /** The name of an event is its message: empty, that only a call tells. */
  get isNamed(): bool {
    return this.name != '' || this.kind == 'event';
  }
}

const sites: Array<Place> = [] as Place[];
/** In scripts, which share the global scope: a suffix that no other file has. */
export let suffix: string = '';

/** Path of the module relative to the project, with `/`. */
export let modulePath: string = '';

export function nameSites(isModule: bool): void {
  modulePath = relative(fileName().replaceAll('\\', '/'), workingDirectory().replaceAll('\\', '/'));
  if (!isModule) suffix = hash(modulePath);
}

/** Adds a site and returns the name of its variable. */
export function addSite(place: Place): string {
  // A script may run twice, so nothing in it is for good; a global may be missing.
  if (suffix != '' || runtimeGlobal != '') place.isEarly = true;
  sites.push(place);
  return nameOf(sites.length - 1);
}

export function siteCount(): i32 {
  return sites.length;
}

/** `_site0.on`, with `?.` where the site may be missing. */
export function readOn(site: string, isEarly: bool): void {
  if (isEarly) optionalMemberOf();
  else memberOf();
  reference(site, fresh);
  propertyName('on');
}

/**
 * `const _site0 = _site({ … });` for each, which the engine knows never to change; `var` where a
 * function may be called before, and in scripts, which may run twice.
 */
export function declareSites(isModule: bool): void {
  for (let i = 0; i < sites.length; i++) {
    if (isModule) code.tag(2);
    declaration(sites[i].isEarly ? VAR : CONST, nameOf(i), fresh);
    pureCall();
    runtimeReference('site');
    callArguments(1);
    argument();
    describe(sites[i]);
    callEnd();
    declarationEnd();
  }
}

/** The place as an object. */
export function describe(place: Place): void {
  object(propertyCount(place));
  if (place.isNamed) textProperty('name', place.name);
  if (place.kind != '') textProperty('kind', place.kind);
  textProperty('target', place.target == '' ? modulePath : place.target);
  if (place.target != '') textProperty('file', modulePath);
  if (place.line != 0) {
    numberProperty('line', place.line);
    numberProperty('column', place.column);
  }
  if (place.level != '') textProperty('level', place.level);
  if (place.args != 0) asWritten('args', place.args);
  if (place.names.length > 0) textsProperty('args', place.names);
  if (place.result != 0) asWritten('result', place.result);
}

function propertyCount(place: Place): u32 {
  let count: u32 = 1;
  if (place.line != 0) count += 2;
  if (place.isNamed) count++;
  if (place.kind != '') count++;
  if (place.target != '') count++;
  if (place.level != '') count++;
  if (place.args != 0 || place.names.length > 0) count++;
  if (place.result != 0) count++;
  return count;
}

function textProperty(name: string, value: string): void {
  property(name);
  stringLiteral(value);
}

function textsProperty(name: string, values: string[]): void {
  property(name);
  array(values.length);
  for (let i = 0; i < values.length; i++) {
    element();
    stringLiteral(values[i]);
  }
}

function numberProperty(name: string, value: u32): void {
  property(name);
  numberLiteral(value);
}

function asWritten(name: string, value: Node): void {
  property(name);
  code.raw(taggedOf(value), endOf(value) - taggedOf(value));
}

function nameOf(index: i32): string {
  return own(`site${suffix}${index}`);
}

function relative(file: string, folder: string): string {
  const from = folder.split('/');
  const to = file.split('/');
  if (!file.startsWith('/') && !file.includes(':/'))
    return file.startsWith('./') ? file.substring(2) : file;
  let common = 0;
  while (common < from.length && common < to.length - 1 && from[common] == to[common]) common++;
  if (common <= 1 && from.length > 2) return file;
  const up = '../'.repeat(from.length - common);
  return up + to.slice(common).join('/');
}

/** FNV-1a, in base 36. */
function hash(text: string): string {
  let value: u32 = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = (value ^ text.charCodeAt(i)) * 0x01000193;
  return `_${value.toString(36)}_`;
}
