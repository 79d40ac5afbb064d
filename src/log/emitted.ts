import type { Site } from '../site/site.ts';
import { emit, open, takeNamed } from './emit.ts';
import { boundOf } from './logger.ts';

/**
 * Logs an event whose message and names of fields the site knows; `values` are theirs, by position.
 * `logger` is what the call was made on.
 */
export function emitKnown(site: Site, logger: unknown, ...values: unknown[]): void {
  const bound = boundOf(logger);
  const event = open(site, bound);
  if (event === null) return;
  event.body = site.name;
  takeNamed(event, bound, site.capture?.names ?? [], values);
  event.deliver();
}

/** Logs an event whose arguments are as a method of the logger takes them. */
export function emitGiven(
  site: Site,
  logger: unknown,
  a?: unknown,
  b?: unknown,
  c?: unknown,
): void {
  emit(site, boundOf(logger), a, b, c);
}
