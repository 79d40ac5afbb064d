import type { Difference } from './compare.ts';
import { fromTree, type Program } from './program.ts';
import { expression, type Node } from './tree.ts';

/** Programs that are tried for one failure. */
const PATIENCE = 1_500;

/**
 * Takes a failing program apart for as long as it fails in the same way: `judge` gives the
 * difference of a program, or null; a program that is none counts as well behaved.
 */
export async function shrink(
  program: Program,
  { kind }: Difference,
  judge: (program: Program) => Promise<Difference | null>,
): Promise<Program> {
  let smallest = program;
  let left = PATIENCE;
  const improve = async (): Promise<boolean> => {
    for (const tree of smallerThan(smallest.tree)) {
      if (left-- === 0) return false;
      const candidate = fromTree(smallest, tree);
      if (candidate.source.length >= smallest.source.length) continue;
      const difference = await judge(candidate).catch(() => null);
      if (difference?.kind !== kind) continue;
      smallest = candidate;
      return true;
    }
    return false;
  };
  while (await improve());
  return smallest;
}

/** Trees with one thing less, those that lack most first. */
function* smallerThan(node: Node): Generator<Node> {
  yield* without(node);
  for (const [at, piece] of node.pieces.entries()) {
    if (typeof piece === 'string') continue;
    for (const smaller of smallerThan(piece)) {
      yield { ...node, pieces: node.pieces.with(at, smaller) };
    }
  }
}

function* without(node: Node): Generator<Node> {
  switch (node.form) {
    case 'list':
      yield* shorter(node);
      break;
    case 'statement':
      yield* held(node, ['list', 'statement']);
      break;
    case 'expression':
      if (node.pieces.join('') !== '0') yield expression()`0`;
      yield* held(node, ['expression']);
      break;
    case 'part':
      if (node.role === 'catch' || node.role === 'finally') yield { form: 'part', pieces: [] };
  }
}

/** A list without its first half, its second, one of its members. */
function* shorter(node: Node): Generator<Node> {
  const { pieces } = node;
  // Members come each with the end of its line.
  const members = pieces.length / 2;
  for (let size = Math.ceil(members / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let from = 0; from < members; from += size) {
      yield { ...node, pieces: pieces.toSpliced(from * 2, size * 2) };
    }
  }
}

/** What stands inside, in place of the whole. */
function* held(node: Node, forms: readonly Node['form'][]): Generator<Node> {
  for (const piece of node.pieces) {
    if (typeof piece === 'string') continue;
    if (forms.includes(piece.form)) yield piece;
    else if (piece.role !== 'body') yield* held(piece, forms);
  }
}
