import { suspends } from '../analyse/facts';
import { exportedAs } from '../analyse/imports';
import {
  CallExpression,
  CallExpression_callee,
  UsingDeclaration,
  UsingDeclaration_decls,
  UsingDeclaration_isAwait,
  VariableDeclarator_init,
} from '../ast/schema';
import { countOf, field, item, List, Node, typeOf } from '../ast/tree';
import { boolAt } from '../cbor/reader';
import { reportAt } from '../emit/place';

/**
 * `using` keeps a span on the stack of its caller. Across an `await` that is somebody else's
 * stack, so a guard that is still held there is a mistake.
 */
export function checkGuards(statements: List): void {
  const count = countOf(statements);
  for (let i: u32 = 0; i < count; i++) {
    const guard = guardIn(item(statements, i));
    if (guard == 0) continue;
    for (let later = i; later < count; later++) {
      if (!suspends(item(statements, later))) continue;
      reportAt(
        'SPANFN_GUARD_ACROSS_AWAIT',
        "This span is held across an `await` or `yield`, where `using` cannot keep it: let its block end before, or write span('name', async () => …)",
        guard,
      );
      break;
    }
  }
}

/** The call that opens a span in a `using` declaration; 0 if there is none. */
function guardIn(statement: Node): Node {
  if (typeOf(statement) != UsingDeclaration) return 0;
  if (boolAt(field(statement, UsingDeclaration_isAwait))) return 0;
  const declared = field(statement, UsingDeclaration_decls);
  for (let i: u32 = 0; i < countOf(declared); i++) {
    const value = field(item(declared, i), VariableDeclarator_init);
    if (value == 0 || typeOf(value) != CallExpression) continue;
    if (exportedAs(field(value, CallExpression_callee)) == 'span') return value;
  }
  return 0;
}
