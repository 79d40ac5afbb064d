import type { Level } from '../base/level.ts';
import { cut } from '../base/text.ts';
import { checkName } from '../site/interned.ts';
import { open, takeAll, takeBody } from './emit.ts';
import { siteAt, sitesOf } from './level-sites.ts';
import type { LogFields } from './logger.ts';

/** What an event is besides its name and its fields. */
export interface EventOptions {
  /** Default `info`. */
  readonly level?: Level | undefined;
  /** What filters match; default the empty target. */
  readonly target?: string | undefined;
  /** What it has to say beyond its fields. */
  readonly body?: unknown;
}

const NO_OPTIONS: EventOptions = Object.freeze(Object.create(null));

/**
 * Records that something happened that has a name, such as `user.login`: an event in the sense of
 * OpenTelemetry, whose name says what its fields are.
 *
 * @throws SpanFnError `SPANFN_BAD_NAME`, `SPANFN_BAD_LEVEL`
 */
export function event(name: string, fields?: LogFields, options: EventOptions = NO_OPTIONS): void {
  checkName(name);
  const { level = 'info', target = '', body } = options;
  const site = siteAt(sitesOf(target), level);
  if (!site.on) return;
  const event = open(site, null);
  if (event === null) return;
  event.name = cut(name);
  takeAll(event, null, fields, undefined, undefined);
  if (body !== undefined) takeBody(event, body);
  event.deliver();
}
