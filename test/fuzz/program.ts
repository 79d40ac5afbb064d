import { classDeclaration, objectDeclaration } from './generate/classes.ts';
import { IMPORT } from './generate/events.ts';
import { functionDeclaration } from './generate/functions.ts';
import { inside, type Place, topOf } from './generate/place.ts';
import { consume, consumeOne } from './generate/scenes.ts';
import { anyStatement } from './generate/statements.ts';
import { trap } from './generate/traps.ts';
import { list, type Node, part, print, statement } from './tree.ts';

/** A program to be compared with itself. */
export interface Program {
  readonly seed: number;
  readonly tree: Node;
  readonly source: string;
  /** A module is strict; a script is not. */
  readonly isModule: boolean;
  /** Whether it runs among objects of its own, as code in a `vm` context does. */
  readonly ownRealm: boolean;
}

const canUse = ((): boolean => {
  try {
    new Function('{ using x = null; }');
    return true;
  } catch {
    return false;
  }
})();

/** The program of a seed. */
export function programOf(seed: number): Program {
  const top = topOf(seed, canUse);
  const { random, strict } = top.program;
  const tree = treeOf(top);
  return fromTree({ seed, isModule: strict, ownRealm: random.chance(0.15) }, tree);
}

/**
 * Without any body in braces, nothing of a program tells how a compiler of this version writes one,
 * and arrow functions without braces are left alone.
 */
const A_BODY = 'function aBody() {}\n';

/** The same circumstances, another text. */
export function fromTree(
  { seed, isModule, ownRealm }: Pick<Program, 'seed' | 'isModule' | 'ownRealm'>,
  tree: Node,
): Program {
  return { seed, tree, source: `${print(tree)}\n${A_BODY}`, isModule, ownRealm };
}

function treeOf(top: Place): Node {
  const { random } = top.program;
  const members: Node[] = [];
  if (random.chance(0.5)) members.push(trap(top));
  members.push(...random.times(1 + random.below(4), () => declarationAt(top)));
  for (const callable of top.scope.callables.slice(0, 8)) members.push(consumeOne(top, callable));
  members.push(...random.times(1 + random.below(3), () => sceneAt(top)));
  if (random.chance(0.5)) members.push(trap(top));
  members.push(statement()`here('');`);
  const first = random.chance(0.05) ? part('hashbang')`#!/usr/bin/env node\n` : part()``;
  const imported = top.program.strict ? IMPORT : part()``;
  return { form: 'part', pieces: [first, imported, exported(top, list(members))] };
}

function declarationAt(top: Place): Node {
  const make = top.program.random.weighted([
    [5, functionDeclaration],
    [2, classDeclaration],
    [1.5, objectDeclaration],
  ]);
  return make(top);
}

/** Mostly guarded, so that what comes after it still runs. */
function sceneAt(top: Place): Node {
  const { random } = top.program;
  if (random.chance(0.6)) return consume(top);
  if (random.chance(0.1)) return anyStatement(top);
  const guarded = anyStatement(inside(top));
  return statement()`try { ${guarded} } catch (e) { log('at the top', e); }`;
}

/** Modules export some of what they declare. */
function exported(top: Place, members: Node): Node {
  const { random, strict } = top.program;
  if (!strict || random.chance(0.5)) return members;
  const last = random.one([
    part('anonymous default export')`export default async function () { return 1; }\n`,
    part('default export of an arrow')`export default () => 1;\n`,
    part('default export of a class')`export default class { go() { return 1; } }\n`,
    part('exported const')`export const exportedArrow = async (a, b = 1) => a;\n`,
  ]);
  return { form: 'part', pieces: [members, last] };
}
