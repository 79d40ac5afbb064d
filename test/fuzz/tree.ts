/** What shrinking may do: lists lose members, statements give way to what they hold, … */
export type Form = 'list' | 'statement' | 'expression' | 'part';

/** Places where instrumentation has something to say; see `weave.ts`. */
export type Role =
  | 'body'
  | 'return'
  | 'await'
  | 'yield'
  | 'delegate'
  | 'catch'
  | 'finally'
  | 'for await'
  | 'await using';

export type FunctionKind = 'sync' | 'async' | 'generator' | 'async generator';

/** What is known of a function by whoever made it. */
export interface FunctionFacts {
  /** Unique in its program; ends the function's name, if it has one. */
  readonly id: string;
  readonly kind: FunctionKind;
  /** Whether the id can be read off the syntax around the function. */
  readonly named: boolean;
  /** The body of an arrow without braces. */
  isExpression: boolean;
  /** False where the declarations of the body would clash, or mean something else, in a block. */
  movable: boolean;
}

/** A piece of a program: text with pieces in it, enough to print it and to take it apart. */
export interface Node {
  readonly form: Form;
  readonly pieces: readonly (string | Node)[];
  readonly role?: Role | undefined;
  /** Name of the construct, for counting what programs contain. */
  readonly construct?: string | undefined;
  readonly facts?: FunctionFacts | undefined;
}

/** Says how a node is printed, given its printed pieces. */
export type Printer = Partial<Record<Role, (pieces: readonly string[], node: Node) => string>>;

export function print(node: Node, printer: Printer = {}): string {
  const pieces = node.pieces.map((piece) =>
    typeof piece === 'string' ? piece : print(piece, printer),
  );
  const special = node.role && printer[node.role];
  return special ? special(pieces, node) : pieces.join('');
}

type Template = (strings: TemplateStringsArray, ...holes: (string | Node)[]) => Node;

function template(form: Form, construct?: string, role?: Role, facts?: FunctionFacts): Template {
  return (strings, ...holes) => {
    const pieces = strings.flatMap((text, index) => [text, ...holes.slice(index, index + 1)]);
    return { form, construct, role, facts, pieces: pieces.filter((piece) => piece !== '') };
  };
}

export const statement = (construct?: string, role?: Role): Template =>
  template('statement', construct, role);
export const expression = (construct?: string, role?: Role): Template =>
  template('expression', construct, role);
/** Neither: parameters, a clause, a body. */
export const part = (construct?: string, role?: Role, facts?: FunctionFacts): Template =>
  template('part', construct, role, facts);

/** Members, one a line, any of which may be taken out. */
export function list(members: readonly Node[]): Node {
  return { form: 'list', pieces: members.flatMap((member) => [member, '\n']) };
}

export function visit(node: Node, see: (node: Node) => void): void {
  see(node);
  for (const piece of node.pieces) if (typeof piece !== 'string') visit(piece, see);
}

/** The constructs in a program. */
export function constructsOf(root: Node): Set<string> {
  const found = new Set<string>();
  visit(root, ({ construct }) => construct !== undefined && found.add(construct));
  return found;
}

/** The functions in a program. */
export function functionsOf(root: Node): FunctionFacts[] {
  const found: FunctionFacts[] = [];
  visit(root, ({ facts }) => facts !== undefined && found.push(facts));
  return found;
}
