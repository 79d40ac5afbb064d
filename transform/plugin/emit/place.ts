import { highOf, lowOf } from '../ast/text';
import { Node, startOf } from '../ast/tree';
import { ARRAY, TAG, UINT } from '../cbor/major';
import { argument, elementAt, head, next } from '../cbor/reader';
import { reportError } from '../problems';

/** First byte of a node in the source, as SWC counts. */
export function lowOfNode(node: Node): u32 {
  return lowOf(spanIn(startOf(node)));
}

/** Mistakes that were reported: a place may be looked at twice. */
const reported: Set<string> = new Set<string>();

/** Reports a mistake of the user's with the source of `node`. */
export function reportAt(code: string, message: string, node: Node): void {
  const span = spanIn(startOf(node));
  const mistake = `${lowOf(span)} ${message}`;
  if (reported.has(mistake)) return;
  reported.add(mistake);
  reportError(code, message, lowOf(span), highOf(span));
}

/** The span of the value at `p`: its first field, or that of its first field. */
function spanIn(p: usize): usize {
  const major = head(p);
  if (major == TAG) return spanIn(next);
  return major == ARRAY && argument == 2 && head(next) == UINT ? p : spanIn(elementAt(p, 0));
}
