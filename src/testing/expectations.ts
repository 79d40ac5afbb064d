import { inspect } from 'node:util';
import type { SpanKind, SpanStatus } from '../dispatch/readable-span.ts';
import type { RecordedSpan } from './recorded-span.ts';
import type { Recording } from './recording.ts';

/** What a span is expected to be; what is left out may be anything. */
export interface ExpectedSpan {
  readonly kind?: SpanKind | undefined;
  readonly status?: SpanStatus | undefined;
  /** Fields that it must have; it may have others. */
  readonly fields?: Readonly<Record<string, unknown>> | undefined;
  /** The parent's name or the parent itself; null for a root. */
  readonly parent?: string | RecordedSpan | null | undefined;
}

/** How trees are compared. */
export interface TreeExpectation {
  /** Siblings may come in any order, as those of concurrent work do. */
  readonly unordered?: boolean | undefined;
  /** Compare without fields. */
  readonly fields?: boolean | undefined;
}

/** Whether two values are the same; test frameworks bring one that knows their matchers. */
export type Equals = (actual: unknown, expected: unknown) => boolean;

/** The outcome of one expectation. `failure` says what is wrong, in the reader's words. */
export interface Outcome {
  readonly pass: boolean;
  readonly failure: string;
}

/** Two texts to be compared, both in the same normal form. */
export interface TreeComparison {
  readonly actual: string;
  readonly expected: string;
}

/**
 * Returns `value` if it is a recording, also one of another copy of this package.
 *
 * @throws TypeError
 */
export function checkRecording(value: unknown): Recording {
  const { spans, openSpans, logs } = (value ?? {}) as Partial<Recording>;
  const isRecording = [spans, openSpans, logs].every((list) => Array.isArray(list));
  if (isRecording) return value as Recording;
  const hint = value instanceof Promise ? ': write `await record(…)`' : '';
  throw new TypeError(`what record() gives is expected here, not ${inspect(value)}${hint}`);
}

/** Whether some span of this name is as expected. */
export function expectSpan(
  recording: Recording,
  name: string,
  expected: ExpectedSpan,
  equals: Equals,
): Outcome {
  checkRecording(recording);
  const candidates = recording.spans.filter((span) => span.name === name);
  const faults = candidates.map((span) => faultOf(span, expected, equals));
  if (faults.includes(undefined)) {
    return { pass: true, failure: `expected no span ${name}${wish(expected)}, but there is one` };
  }
  const found = candidates.length === 0 ? 'there is none of that name' : faults.join('; ');
  const failure = `expected a span ${name}${wish(expected)}: ${found}\n\n${shown(recording)}`;
  return { pass: false, failure };
}

/** Whether all spans that began have ended. */
export function expectNoOpenSpans(recording: Recording): Outcome {
  const open = checkRecording(recording).openSpans.map((span) => span.name);
  return open.length === 0
    ? { pass: true, failure: 'expected open spans, but all have ended' }
    : { pass: false, failure: `expected no open spans: ${open.join(', ')}\n\n${shown(recording)}` };
}

/** Brings the recorded and the expected tree into the same form. */
export function compareTrees(
  recording: Recording,
  expected: string,
  options: TreeExpectation,
): TreeComparison {
  const actual = checkRecording(recording).tree({ fields: options.fields });
  const wanted = dedent(expected);
  return options.unordered === true
    ? { actual: sortSiblings(actual), expected: sortSiblings(wanted) }
    : { actual, expected: wanted };
}

function faultOf(span: RecordedSpan, expected: ExpectedSpan, equals: Equals): string | undefined {
  if (expected.kind !== undefined && span.kind !== expected.kind) return `kind is ${span.kind}`;
  if (expected.status !== undefined && span.status !== expected.status) {
    return `status is ${span.status}`;
  }
  for (const [key, value] of Object.entries(expected.fields ?? {})) {
    const actual = Object.hasOwn(span.fields, key) ? span.fields[key] : undefined;
    if (!equals(actual, value)) return `field ${key} is ${inspect(actual)}`;
  }
  return expected.parent === undefined ? undefined : parentFault(span, expected.parent);
}

function parentFault(span: RecordedSpan, parent: NonNullable<ExpectedSpan['parent']> | null) {
  const actual = typeof parent === 'string' ? (span.parent?.name ?? null) : span.parent;
  return actual === parent ? undefined : `parent is ${span.parent?.name ?? 'none: it is a root'}`;
}

function wish({ parent, ...rest }: ExpectedSpan): string {
  const parts = Object.entries(rest).map(([key, value]) => `${key} ${inspect(value)}`);
  if (parent !== undefined) {
    const name = typeof parent === 'object' && parent !== null ? parent.name : parent;
    parts.push(name === null ? 'no parent' : `parent ${name}`);
  }
  return parts.length === 0 ? '' : ` with ${parts.join(', ')}`;
}

function shown(recording: Recording): string {
  return recording.spans.length === 0 ? 'Nothing was recorded.' : `Recorded:\n${recording.tree()}`;
}

/** Drops empty first and last lines and the indentation that all lines share. */
function dedent(text: string): string {
  const lines = text.replace(/\s+$/, '').split('\n');
  const first = lines.findIndex((line) => line.trim() !== '');
  const filled = lines.slice(Math.max(first, 0));
  const shared = leastIndent(filled.filter((line) => line.trim() !== ''));
  return filled.map((line) => line.slice(shared).trimEnd()).join('\n');
}

/** The same tree with siblings in alphabetical order, each with what is below it. */
function sortSiblings(tree: string): string {
  const lines = tree === '' ? [] : tree.split('\n');
  const blocks: string[][] = [];
  const level = leastIndent(lines);
  for (const line of lines) {
    if (indentOf(line) === level) blocks.push([line]);
    else blocks.at(-1)?.push(line);
  }
  const sorted = blocks.map(([head, ...below]) =>
    below.length === 0 ? (head as string) : `${head}\n${sortSiblings(below.join('\n'))}`,
  );
  return sorted.sort().join('\n');
}

function leastIndent(lines: readonly string[]): number {
  return lines.reduce((least, line) => Math.min(least, indentOf(line)), Number.MAX_SAFE_INTEGER);
}

function indentOf(line: string): number {
  return line.search(/\S|$/);
}
