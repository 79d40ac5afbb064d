import { Writer } from '../cbor/writer';

/**
 * All that is put into the program, one piece after the other; edits hold where each starts. Memory
 * that is not written to costs nothing.
 */
export const code: Writer = new Writer(0x40000);

/** The kinds of declarations, as the AST numbers them. */
export const VAR: u32 = 1;
export const LET: u32 = 2;
export const CONST: u32 = 3;
/** The operator `=` among assignments, as the AST numbers it. */
const ASSIGN: u32 = 1;
/** The operator `??`, as the AST numbers it. */
export const NULLISH: u32 = 25;
/** The operator `void`, among those of one operand. */
const VOID: u32 = 6;

/** A position by which SWC prints a comment that says so. */
const PURE: u32 = 0xfffffffe;

/** No place in the source: what is put in has none. */
export function span(): void {
  code.byte(0x82);
  code.byte(0);
  code.byte(0);
}

export function identifier(name: string, context: u32): void {
  code.array(4);
  span();
  code.uint(context);
  code.text(name);
  code.bool(false);
}

/** An identifier as an expression. */
export function reference(name: string, context: u32): void {
  code.tag(15);
  identifier(name, context);
}

/** An identifier as a pattern. */
export function binding(name: string, context: u32): void {
  code.tag(1);
  code.array(2);
  identifier(name, context);
  code.none();
}

/** A name as a property is called in a member expression, or as its key in an object. */
export function propertyName(name: string): void {
  code.tag(1);
  code.array(2);
  span();
  code.text(name);
}

/** `object.name`, up to the object, which is to follow; then `propertyName`. */
export function memberOf(): void {
  code.tag(9);
  code.array(3);
  span();
}

/** A call, up to its callee, which is to follow; then `callArguments`. */
export function call(): void {
  code.tag(12);
  code.array(5);
  span();
  code.uint(0);
  code.tag(3);
}

/** The same for a call that bundlers may leave out where nothing uses its result. */
export function pureCall(): void {
  code.tag(12);
  code.array(5);
  code.array(2);
  code.uint(PURE);
  code.uint(PURE);
  code.uint(0);
  code.tag(3);
}

/** The arguments of a call, each to follow `argument()`; then `callEnd`. */
export function callArguments(count: u32): void {
  code.array(count);
}

export function argument(): void {
  code.array(2);
  code.none();
}

export function callEnd(): void {
  code.none();
}

export function thisExpression(): void {
  code.tag(1);
  span();
}

export function nullLiteral(): void {
  code.tag(16);
  code.tag(3);
  span();
}

export function stringLiteral(value: string): void {
  code.tag(16);
  code.tag(1);
  rawString(value);
}

/** A string literal where the AST wants nothing else, such as the source of an import. */
export function rawString(value: string): void {
  code.array(3);
  span();
  code.bytes(value);
  code.none();
}

export function numberLiteral(value: u32): void {
  code.tag(16);
  code.tag(4);
  code.array(3);
  span();
  code.double(<f64>value);
  code.none();
}

/** `test ? then : otherwise`, each to follow. */
export function conditional(): void {
  code.tag(11);
  code.array(4);
  span();
}

/** `void 0` */
export function undefinedValue(): void {
  code.tag(5);
  code.array(3);
  span();
  code.uint(VOID);
  numberLiteral(0);
}

/** `object?.name`, up to the object, which is to follow; then `propertyName`. */
export function optionalMemberOf(): void {
  code.tag(37);
  code.array(3);
  span();
  code.bool(true);
  code.tag(1);
  code.array(3);
  span();
}

/** An expression as a statement; it is to follow. */
export function expressionStatement(): void {
  code.tag(19);
  code.array(2);
  span();
}

/** A declaration of one variable, whose value is to follow; then `declarationEnd`. */
export function declaration(kind: u32, name: string, context: u32, more: u32 = 0): void {
  code.tag(18);
  code.tag(3);
  code.array(5);
  span();
  code.uint(0);
  code.uint(kind);
  code.bool(false);
  code.array(1 + more);
  declarator(name, context);
  code.array(1);
}

export function declarationEnd(): void {
  code.bool(false);
}

/** One more variable of a declaration that has so many `more`; it gets no value. */
export function declaredToo(name: string, context: u32): void {
  declarator(name, context);
  code.none();
  declarationEnd();
}

function declarator(name: string, context: u32): void {
  code.array(4);
  span();
  binding(name, context);
}

/** A block of so many statements, which are to follow, where the AST wants a block. */
export function block(statements: u32): void {
  code.array(3);
  span();
  code.uint(0);
  code.array(statements);
}

/** An array of so many elements, each to follow `element()`. */
export function array(elements: u32): void {
  code.tag(2);
  code.array(2);
  span();
  code.array(elements);
}

export function element(): void {
  code.array(1);
  argument();
}

/** An object of so many properties; each is a `property` and its value. */
export function object(properties: u32): void {
  code.tag(3);
  code.array(2);
  span();
  code.array(properties);
}

export function property(name: string): void {
  code.tag(2);
  code.tag(2);
  code.array(2);
  propertyName(name);
}

/** Expressions with commas between them, each to follow. */
export function sequence(expressions: u32): void {
  code.tag(14);
  code.array(2);
  span();
  code.array(expressions);
}

/** `name = value`, up to the value, which is to follow. */
export function assignment(name: string, context: u32): void {
  code.tag(8);
  code.array(4);
  span();
  code.uint(ASSIGN);
  code.tag(1);
  binding(name, context);
}

/** An expression in parentheses; it is to follow. */
export function parenthesised(): void {
  code.tag(24);
  code.array(2);
  span();
}

/** `0, value`: so a function that follows is not named after what it is assigned to. */
export function commaBefore(): void {
  sequence(2);
  numberLiteral(0);
}

/** `left ?? right`, each to follow. */
export function nullish(): void {
  code.tag(7);
  code.array(4);
  span();
  code.uint(NULLISH);
}

/** `(first, second) => second` */
export function secondOf(first: string, second: string, context: u32): void {
  code.tag(19);
  code.array(8);
  span();
  code.uint(0);
  code.array(2);
  binding(first, context);
  binding(second, context);
  code.tag(2);
  reference(second, context);
  code.bool(false);
  code.bool(false);
  code.none();
  code.none();
}
