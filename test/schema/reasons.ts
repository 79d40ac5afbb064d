interface Reason {
  readonly why: string;
  readonly sights: readonly string[];
  /** Holds for versions before this minor of 1.x only. */
  readonly before?: number;
}

/** Why no source shows these; every other variant and field must be seen in the written corpus. */
const REASONS: readonly Reason[] = [
  {
    why: 'a program with a syntax error is not handed to plugins',
    sights: ['Expr 38', 'Pat 6', 'SimpleTarget 11', 'PatTarget 3', 'Invalid.span value'],
  },
  {
    why: '`a?.b = 1` is a syntax error',
    sights: ['SimpleTarget 5'],
  },
  {
    why: 'of use inside the parser only, for `{ a = 1 }` before it knows that this is a pattern',
    sights: [
      'Prop 3',
      ...['span', 'key', 'value'].map((name) => `AssignmentProperty.${name} value`),
    ],
  },
  {
    why: 'names in JSX stand in JsxName, empty containers in JsxExpr, text in JsxChild',
    sights: ['Expr 25', 'Expr 26', 'Expr 27', 'Lit 7'],
  },
  {
    why: 'no arrow function is a generator',
    sights: ['ArrowFunctionExpression.generator true'],
  },
  {
    why: 'private names take no accessibility: a syntax error',
    sights: ['PrivateMethod.accessibility some', 'PrivateProperty.accessibility some'],
  },
  {
    why: 'of `namespace A.B` only the outermost part carries modifiers',
    sights: ['TsNamespaceDeclaration.declare true', 'TsNamespaceDeclaration.global true'],
  },
  {
    why: 'the parser never sets it',
    sights: ['TsIndexedAccessType.readonly true'],
  },
  {
    why: 'no pass before a plugin makes such a literal, and the parser keeps the text of each',
    sights: ['BigIntLiteral.raw none'],
  },
  {
    why: 'accessors of objects have a body',
    sights: ['GetterProperty.body none', 'SetterProperty.body none'],
    before: 16,
  },
  {
    why: '`this` was an ordinary parameter',
    sights: [
      'TsThisParameter.span value',
      'TsThisParameter.thisSpan value',
      'TsThisParameter.typeAnnotation none',
      'TsThisParameter.typeAnnotation some',
    ],
    before: 16,
  },
];

/** What a version ought to have shown, and has not. */
export function unexplained(unseen: readonly string[], version: string): string[] {
  const explained = explainedFor(version);
  return unseen.filter((sight) => !explained.has(sight));
}

/** What a version has shown although there is a reason why it cannot. */
export function refuted(unseen: readonly string[], version: string): string[] {
  return [...explainedFor(version)].filter((sight) => !unseen.includes(sight));
}

function explainedFor(version: string): ReadonlySet<string> {
  const minor = Number(version.split('.')[1]);
  const holding = REASONS.filter(({ before = Number.POSITIVE_INFINITY }) => minor < before);
  return new Set(holding.flatMap(({ sights }) => sights));
}
