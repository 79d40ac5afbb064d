import { configText } from '../host';
import { reportError } from '../problems';
import { faultOf, fits } from './glob';
import { Json, parseJson, Value } from './json';
import { LEVELS, rankOf } from './levels';

const OPTIONS: string[] = ['auto', 'maxLevel', 'runtime'];
const EXAMPLES: string = '"src/**" or "src/**#Cart.*"';
const AUTO_OPTIONS: string[] = ['include', 'exclude', 'minStatements'];

/** A pattern of `auto`: `files`, `#functions` or `files#functions`. */
class Pattern {
  files: string;
  functions: string;

  constructor(text: string) {
    const hash = text.indexOf('#');
    this.files = hash < 0 ? text : text.substring(0, hash);
    this.functions = hash < 0 ? '' : text.substring(hash + 1);
  }

  fitsFile(file: string): bool {
    return this.files == '' || fits(this.files, file);
  }

  fits(file: string, name: string): bool {
    return this.fitsFile(file) && (this.functions == '' || fits(this.functions, name));
  }
}

/** Whether any function is instrumented without being asked for. */
export let isAuto: bool = false;
/** Whether all are, callbacks too. */
let isAutoAll: bool = false;
let include: Array<Pattern> = [] as Pattern[];
let exclude: Array<Pattern> = [] as Pattern[];
let minStatements: i32 = 0;

/** Rank of the lowest level that stays in the output. */
export let leastRank: i32 = 0;
/** Name of the global that holds the runtime; empty if it is imported. */
export let runtimeGlobal: string = '';

let isGood: bool = true;

/** Reads the options of the plugin; false if they are wrong, which has then been reported. */
export function readConfig(): bool {
  const config = parseJson(configText());
  if (config.kind == Json.Null) return true;
  if (!isRecord(config, 'The options of spanfn/swc', OPTIONS)) return false;
  const auto = config.at('auto');
  const maxLevel = config.at('maxLevel');
  const runtime = config.at('runtime');
  if (auto) readAuto(auto);
  if (maxLevel) readMaxLevel(maxLevel);
  if (runtime) readRuntime(runtime);
  return isGood;
}

/** Whether `auto` may concern functions of this file. */
export function autoConcerns(file: string): bool {
  if (!isAuto) return false;
  for (let i = 0; i < include.length; i++) if (include[i].fitsFile(file)) return true;
  return isAutoAll;
}

/** Whether `auto` asks for a function of this name, with so many statements. */
export function autoAsksFor(file: string, name: string, statements: i32): bool {
  if (!isAuto || statements < minStatements) return false;
  for (let i = 0; i < exclude.length; i++) if (exclude[i].fits(file, name)) return false;
  for (let i = 0; i < include.length; i++) if (include[i].fits(file, name)) return true;
  return isAutoAll;
}

function readAuto(auto: Value): void {
  isAuto = true;
  if (auto.kind == Json.Text && auto.text == 'all') {
    isAutoAll = true;
    return;
  }
  if (!isRecord(auto, 'Option "auto"', AUTO_OPTIONS, '"all" or ')) return;
  const statements = auto.at('minStatements');
  if (statements) {
    if (!isCount(statements))
      mustBe('Option "auto.minStatements"', statements, 'a whole number of statements');
    else minStatements = <i32>statements.number;
  }
  include = readPatterns(auto.at('include'), 'include');
  exclude = readPatterns(auto.at('exclude'), 'exclude');
  if (include.length == 0) isAutoAll = true;
}

function isCount(value: Value): bool {
  return value.kind == Json.Number && value.number >= 0 && floor(value.number) == value.number;
}

function readPatterns(list: Value | null, name: string): Array<Pattern> {
  const patterns: Pattern[] = [];
  if (!list) return patterns;
  if (list.kind != Json.List) {
    mustBe(`Option "auto.${name}"`, list, `an array of patterns such as ${EXAMPLES}`);
    return patterns;
  }
  for (let i = 0; i < list.items.length; i++) {
    const fault = readPattern(list.items[i], patterns);
    if (fault != '') refuse(`Pattern ${list.items[i].shown} of "auto.${name}" ${fault}`);
  }
  return patterns;
}

/** Adds a pattern; or says what is wrong with it. */
function readPattern(given: Value, patterns: Array<Pattern>): string {
  if (given.kind != Json.Text || given.text == '') return `must be a text such as ${EXAMPLES}`;
  const pattern = new Pattern(given.text);
  let fault = pattern.files == '' ? '' : faultOf(pattern.files);
  if (fault == '' && given.text.includes('#')) fault = faultOf(pattern.functions);
  if (fault == '') patterns.push(pattern);
  return fault;
}

function readMaxLevel(level: Value): void {
  leastRank = level.kind == Json.Text ? rankOf(level.text) : -1;
  if (leastRank < 0) mustBe('Option "maxLevel"', level, `one of ${LEVELS.join(', ')}`);
}

function readRuntime(runtime: Value): void {
  if (!isRecord(runtime, 'Option "runtime"', ['global'])) return;
  const name = runtime.at('global');
  if (!name) return;
  if (name.kind == Json.Text && isIdentifier(name.text)) runtimeGlobal = name.text;
  else mustBe('Option "runtime.global"', name, 'the name of a variable, such as "spanfnRuntime"');
}

function isIdentifier(name: string): bool {
  for (let i = 0; i < name.length; i++) {
    const char = name.charCodeAt(i);
    const isLetter = char >= 0x80 || ((char | 32) >= 0x61 && (char | 32) <= 0x7a);
    const isDigit = char >= 0x30 && char <= 0x39;
    if (!isLetter && !(isDigit && i > 0) && char != 0x24 && char != 0x5f) return false;
  }
  return name != '';
}

function isRecord(value: Value, owner: string, known: string[], or: string = ''): bool {
  if (value.kind != Json.Record) {
    mustBe(owner, value, `${or}an object with any of ${known.join(', ')}`);
    return false;
  }
  for (let i = 0; i < value.keys.length; i++) {
    if (known.includes(value.keys[i])) continue;
    refuse(`${owner}: there is no "${value.keys[i]}", only ${known.join(', ')}`);
    return false;
  }
  return true;
}

function mustBe(owner: string, value: Value, form: string): void {
  refuse(`${owner}: ${value.shown} is given, but it must be ${form}`);
}

function refuse(message: string): void {
  isGood = false;
  reportError('SPANFN_BAD_OPTION', message, 0, 0);
}
