import type { Float, Item } from './cbor.ts';
import { wtf8 } from './wtf8.ts';

/** Fields whose struct's own fields JSON prints beside them: serde's `flatten`. */
export const FLATTENED: ReadonlySet<string> = new Set([
  'ClassDeclaration.class',
  'ClassExpression.class',
  'FunctionDeclaration.function',
  'FunctionExpression.function',
  'MethodProperty.function',
  'BindingIdent.id',
]);

/** Structs that JSON prints under another type's name; with fields where only one generation is. */
export const JSON_TYPE: Readonly<Record<string, string>> = {
  'FunctionBody(span:s ctxt:u stmts:[Stmt])': 'BlockStatement',
  Ident: 'Identifier',
  IdentName: 'Identifier',
  BindingIdent: 'Identifier',
  TsTemplateLiteralType: 'TemplateLiteral',
  OptCall: 'CallExpression',
};

/** Structs that JSON prints without a type: they are no nodes of their own. */
export const UNTYPED: ReadonlySet<string> = new Set(['Class', 'Function', 'ExprOrSpread']);

type SameInJson = (item: Item, json: unknown) => boolean;

/** Fields that JSON writes in its own way, where it does. */
export const OWN_WAY: Readonly<Record<string, SameInJson>> = {
  // Left out when it is none.
  'Function.thisParam': (item, json) => (item as Item[]).length === 0 && json === undefined,
  // JSON has no infinity.
  'NumericLiteral.value': (item, json) => !Number.isFinite((item as Float).value) && json === null,
  // Two's complement, lowest byte first; JSON has a sign and digits of 32 bits, lowest first.
  'BigIntLiteral.value': (item, json) => bigintOf(item as Buffer) === bigintOfDigits(json),
  // A lone surrogate is written as an escape, in six characters; a backslash that would begin such
  // an escape is doubled.
  'StringLiteral.value': (item, json) => escaped(item as Buffer) === json,
  'JSXText.value': (item, json) => Buffer.isBuffer(item) && escaped(item) === json,
  'TemplateElement.cooked': (item, json) => escaped((item as Item[])[0] as Buffer) === json,
};

function bigintOf(bytes: Buffer): bigint {
  const magnitude = BigInt(`0x0${Buffer.from(bytes).reverse().toString('hex')}`);
  return BigInt.asIntN(bytes.length * 8, magnitude);
}

function bigintOfDigits(json: unknown): bigint {
  const [sign, digits] = json as [number, number[]];
  return digits.reduceRight((sum, digit) => (sum << 32n) | BigInt(digit), 0n) * BigInt(sign);
}

const LONE_SURROGATE = /\p{Surrogate}/gu;
const LOOKS_ESCAPED = /\\(?=u[\da-f]{4})/gi;

function escaped(bytes: Buffer | undefined): string | null {
  if (bytes === undefined) return null;
  const unit = (lone: string): string => `\\u${lone.charCodeAt(0).toString(16).toUpperCase()}`;
  return wtf8(bytes).replace(LOOKS_ESCAPED, '\\\\').replace(LONE_SURROGATE, unit);
}
