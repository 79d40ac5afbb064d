import { toValue } from '../base/capture.ts';
import { countCaptureError } from '../base/capture-errors.ts';
import { errorMessage } from '../base/error-text.ts';
import { eventDispatchFor, ownDispatch } from '../dispatch/installed.ts';
import { currentFrame } from '../frame/frame.ts';
import type { ArgumentNames, Site } from '../site/site.ts';
import { redactedKeys } from '../span/redaction.ts';
import type { BoundFields } from './bound-fields.ts';
import { addField, take } from './evaluate.ts';
import { LiveEvent } from './live-event.ts';

/**
 * Events whose fields are being evaluated, each inside of one before. A getter may log, even the
 * very object that it belongs to: past a bound nothing is evaluated any more.
 */
let depth = 0;
const DEEPEST = 4;

/** The beginnings of an event of `site`, to be delivered; null if nobody wants it. */
export function open(site: Site, bound: BoundFields | null): LiveEvent | null {
  const frame = currentFrame();
  const own = bound === null ? null : bound.own;
  const dispatch = own === null ? eventDispatchFor(site, frame) : ownDispatch(own, site, frame);
  if (dispatch === null) return null;
  const event = LiveEvent.open(site, dispatch, frame);
  // Whoever hears of what happens in a span has heard of the span.
  if (event.span !== null && !event.span.begun) event.span.begin();
  return event;
}

/**
 * Logs what the arguments of a call say. The user's code runs here, ahead of any mark that would
 * silence what it logs in its turn.
 */
export function emit(
  site: Site,
  bound: BoundFields | null,
  a: unknown,
  b: unknown,
  c: unknown,
): void {
  const event = open(site, bound);
  if (event === null) return;
  takeAll(event, bound, a, b, c);
  deliver(event);
}

/** Hands over an event that is complete. An error with nothing said of it speaks for itself. */
export function deliver(event: LiveEvent): void {
  if (event.body === null && event.error !== undefined) event.body = errorMessage(event.error);
  event.deliver();
}

/** Evaluates the arguments of a call; undefined is none. */
export function takeAll(
  event: LiveEvent,
  bound: BoundFields | null,
  a: unknown,
  b: unknown,
  c: unknown,
): void {
  const redact = redactedKeys();
  depth++;
  try {
    if (a !== undefined) takeOne(event, a, redact);
    if (b !== undefined) takeOne(event, b, redact);
    if (c !== undefined) takeOne(event, c, redact);
    if (bound !== null) bound.putOn(event, depth <= DEEPEST);
  } finally {
    depth--;
  }
}

/**
 * The result of `evaluate`, which may run the user's code, beside the arguments of a call; `otherwise`
 * past the bound.
 */
export function evaluated<R>(evaluate: () => R, otherwise: R): R {
  if (depth >= DEEPEST) return otherwise;
  depth++;
  try {
    return evaluate();
  } finally {
    depth--;
  }
}

/** Gives an event something to say that is no text. */
export function takeBody(event: LiveEvent, body: unknown): void {
  event.body = evaluated(() => toValue(body, redactedKeys()), '…');
}

function takeOne(event: LiveEvent, argument: unknown, redact: ReadonlySet<string>): void {
  if (depth > DEEPEST && typeof argument !== 'string') {
    event.dropped++;
    return;
  }
  try {
    take(event, argument, redact);
  } catch {
    countCaptureError(); // A proxy that throws.
    event.dropped++;
  }
}

/** Evaluates fields whose names are known ahead, each of which comes once. */
export function takeNamed(
  event: LiveEvent,
  bound: BoundFields | null,
  names: ArgumentNames,
  values: readonly unknown[],
): void {
  const redact = redactedKeys();
  depth++;
  try {
    for (let i = 0; i < values.length; i++) {
      const name = names[i];
      if (typeof name !== 'string') continue;
      if (depth <= DEEPEST) addField(event, name, values[i], redact);
      else event.dropped++;
    }
    if (bound !== null) bound.putOn(event, depth <= DEEPEST);
  } finally {
    depth--;
  }
}
