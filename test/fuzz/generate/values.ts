import { expression, type Node } from '../tree.ts';
import type { Random } from './random.ts';

const PLAIN = ['0', '1', '2', '-0', 'NaN', "'s'", 'null', 'undefined', 'true', '7n', '[1, 2]'];

/** Values that trip whoever copies, prints or compares them. */
const ODD: Readonly<Record<string, string>> = {
  'lone surrogate': "'\\ud800'",
  'huge number': '2 ** 53 + 2',
  infinity: '-Infinity',
  'huge bigint': '2n ** 70n',
  symbol: "Symbol.for('odd')",
  'circular object': 'odd.circular()',
  'proxy that logs': 'odd.proxy()',
  'getter that logs': 'odd.getter()',
  'toString that logs': 'odd.loud()',
  'names of the prototype as keys': "{ ['__proto__']: 1, constructor: 2, toString: 3 }",
  'no prototype': 'Object.create(null)',
  map: 'new Map([[1, 2]])',
  date: 'new Date(0)',
  regexp: '/x/g',
  'then that is no function': '{ then: 1 }',
};

/** What is thrown and rejected with; `odd.fault(n)` picks one. */
export const FAULTS: readonly string[] = [
  'error',
  'frozen error',
  'null',
  'undefined',
  'message getter that throws',
  'cause chain',
  'foreign error',
  'string thrown',
  'then getter that throws thrown',
  'error kept',
];

/** What a program awaits and returns; `odd.promise(n)` makes one. */
export const PROMISES: readonly string[] = [
  'resolved',
  'rejected',
  'settles later',
  'rejects later',
  'promise subclass',
  'promise subclass rejected',
  'promise with methods',
  'promise kept',
  'foreign promise',
  'foreign promise rejected',
  'lazy thenable',
  'lazy thenable rejecting',
  'thenable settling at once',
  'thenable whose then returns nothing',
  'thenable that throws',
  'thenable settling twice',
  'then getter that throws',
  'promise with own then',
  'never settling',
];

export function plain(random: Random): Node {
  return expression()`${random.one(PLAIN)}`;
}

export function odd(random: Random): Node {
  const name = random.one(Object.keys(ODD));
  return expression(name)`(${ODD[name] as string})`;
}

export function fault(random: Random): Node {
  const index = random.below(FAULTS.length);
  return expression(`fault: ${FAULTS[index]}`)`odd.fault(${String(index)})`;
}

export function promise(random: Random): Node {
  // What never settles ends the tale of its function: seldom, then.
  const never = PROMISES.length - 1;
  const index = random.chance(0.02) ? never : random.below(never);
  return expression(`promise: ${PROMISES[index]}`)`odd.promise(${String(index)})`;
}
