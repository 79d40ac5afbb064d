import { toValue } from '../base/capture.ts';
import { countCaptureError } from '../base/capture-errors.ts';
import type { Level } from '../base/level.ts';
import { LIMITS } from '../base/limits.ts';
import { getOwnPropertyDescriptor, keysOf } from '../base/primordials.ts';
import { cut } from '../base/text.ts';
import { REDACTED } from '../base/value.ts';
import type { ReadableEvent } from '../dispatch/readable-event.ts';
import { type Frame, runInFrame } from '../frame/frame.ts';
import { deliver, open } from '../log/emit.ts';
import { siteAt, sitesOf } from '../log/level-sites.ts';
import type { LiveEvent } from '../log/live-event.ts';
import { redactedKeys } from '../span/redaction.ts';

/** Where an event comes from that another library has logged. */
export interface Origin {
  /** In which it was logged. */
  readonly frame: Frame | undefined;
  readonly level: Level;
  readonly target: string;
  /** What prints it all the same; null if nothing does. */
  readonly printer: object | null;
}

/** Calls that print what was captured already, one inside of another. */
let printing = 0;
/** Of the event that is being delivered. */
let delivered: { readonly event: ReadableEvent; readonly printer: object | null } | null = null;

/** Logs an event as told by `fill`, which is called only if somebody wants it. */
export function capture(
  { frame, level, target, printer }: Origin,
  fill: (event: LiveEvent) => void,
): void {
  const site = siteAt(sitesOf(target), level);
  if (!site.on || printing > 0) return;
  runInFrame(frame, () => {
    const event = open(site, null);
    if (event === null) return;
    try {
      fill(event);
    } catch {
      countCaptureError(); // A proxy that throws.
    }
    delivered = { event, printer };
    deliver(event);
    delivered = null;
  });
}

/** Whether `printer` prints this event by itself. */
export function isPrintedBy(printer: object, event: ReadableEvent): boolean {
  return delivered !== null && delivered.event === event && delivered.printer === printer;
}

/** Whether anybody wants such events. */
export function isWanted(level: Level, target: string): boolean {
  return siteAt(sitesOf(target), level).on;
}

/**
 * Runs what prints a captured event: whatever library does that for it, it is the same event once
 * more. What the program itself logs meanwhile, in a `toString`, is not held back.
 */
export function whilePrinting<R>(run: () => R): R {
  printing++;
  try {
    return run();
  } finally {
    printing--;
  }
}

/**
 * Adds own enumerable properties of `fields` but those in `without`. Runs no code of their owner:
 * what another library would not have called is not called for it.
 */
export function addFields(event: LiveEvent, fields: object, without: readonly string[] = []): void {
  for (const key of keysOf(fields)) {
    if (without.includes(key)) continue;
    const property = getOwnPropertyDescriptor(fields, key);
    if (property !== undefined) addField(event, key, property);
  }
}

function addField(event: LiveEvent, key: string, property: PropertyDescriptor): void {
  const redact = redactedKeys();
  const name = key.length > LIMITS.length ? cut(key) : key;
  if (redact.has(key)) event.set(name, REDACTED);
  else event.set(name, 'value' in property ? toValue(property.value, redact) : '[Getter]');
}

/** Keeps the name of a level that is none of ours. */
export function noteLevel(event: LiveEvent, name: string | undefined): void {
  if (name === undefined || name.toLowerCase() === event.level) return;
  if (!event.has('level')) event.set('level', cut(name));
}

/** Ids that the library was told to add, of the very span that the event is in, say nothing new. */
export function toldIds(event: LiveEvent, fields: object): readonly string[] {
  const { trace_id: traceId, span_id: spanId } = fields as Record<string, unknown>;
  const isOurs = traceId === event.traceId && spanId === event.spanId;
  return isOurs && event.span !== null ? ['trace_id', 'span_id', 'trace_flags'] : [];
}
