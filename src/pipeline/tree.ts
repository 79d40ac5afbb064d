import { errorMessage, errorText } from '../base/error-text.ts';
import { escapeControls } from '../base/text.ts';
import type { Fields, FieldValue } from '../base/value.ts';
import type { ReadableSpan } from '../dispatch/readable-span.ts';

/** A span and what is below it, in order of begin. */
export interface SpanTree<S> {
  readonly span: S;
  readonly children: SpanTree<S>[];
}

/** Arranges spans by parent; siblings stay in their order. A parent not among them is none. */
export function arrange<S extends { readonly parent: S | null }>(
  spans: readonly S[],
): SpanTree<S>[] {
  const roots: SpanTree<S>[] = [];
  const trees = new Map(spans.map((span): [S, SpanTree<S>] => [span, { span, children: [] }]));
  for (const [span, tree] of trees) {
    const siblings = (span.parent && trees.get(span.parent)?.children) ?? roots;
    siblings.push(tree);
  }
  return roots;
}

/** One line a span, indented by depth. No recursion: a tree may be deeper than the stack. */
export function draw<S>(trees: readonly SpanTree<S>[], line: (span: S) => string): string[] {
  const lines: string[] = [];
  const waiting = trees.map((tree) => ({ tree, indent: '' })).reverse();
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { tree, indent } = next;
    lines.push(indent + line(tree.span));
    for (const child of tree.children.toReversed()) {
      waiting.push({ tree: child, indent: `${indent}  ` });
    }
  }
  return lines;
}

/** The name of a span on one line; spaces at its head would forge a place in the tree. */
export function nameText(name: string): string {
  return escapeControls(name).replace(/^ +/, (spaces) => '\\u0020'.repeat(spaces.length));
}

/** `{rows=1, table="orders"}`, or nothing where there are no fields. */
export function fieldsText(fields: Fields): string {
  const parts = Object.entries(fields).map(
    ([key, value]) => `${escapeControls(key)}=${valueText(value)}`,
  );
  return parts.length === 0 ? '' : `{${parts.join(', ')}}`;
}

/** `error: "smtp down"`, or nothing for a span that did not fail. */
export function failureText(span: Pick<ReadableSpan, 'status' | 'error'>): string {
  if (span.status !== 'error') return '';
  const message = errorMessage(span.error) || errorText(span.error);
  return `error: ${escapeControls(JSON.stringify(message))}`;
}

/** A message as it is, but on one line; what is no text is shown like a field. */
export function bodyText(body: FieldValue): string {
  return typeof body === 'string' ? escapeControls(body) : valueText(body);
}

const UNITS = ['ns', 'µs', 'ms', 's'] as const;

/** A time in ns with its unit. Three digits are enough to compare by eye. */
export function durationText(ns: number): string {
  let value = ns;
  let unit = 0;
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  const digits = value >= 99.95 || unit === 0 ? 0 : value >= 9.995 ? 1 : 2;
  return value.toFixed(digits) + UNITS[unit];
}

function valueText(value: FieldValue): string {
  if (typeof value === 'string') return escapeControls(JSON.stringify(value));
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : String(value);
  if (value instanceof Uint8Array) return `<${Buffer.from(value).toString('hex')}>`;
  if (Array.isArray(value)) return `[${value.map(valueText).join(', ')}]`;
  if (typeof value === 'object' && value !== null) return fieldsText(value) || '{}';
  return String(value);
}
