import { SpanFnError } from '../base/errors.ts';
import type { Level } from '../base/level.ts';
import type { Dispatch } from '../dispatch/dispatch.ts';
import { isEventEnabled, isOwnEnabled } from '../dispatch/installed.ts';
import { withLevel } from '../site/filter.ts';
import { checkName } from '../site/interned.ts';
import type { Site } from '../site/site.ts';
import { BoundFields, NOTHING_BOUND } from './bound-fields.ts';
import { builderFor, type EventBuilder } from './builder.ts';
import { emit } from './emit.ts';
import { flushEvents, setLevel } from './global-logger.ts';
import { type LevelSites, siteAt, sitesOf } from './level-sites.ts';

/**
 * Fields of an event: its own enumerable properties. A property that is a function without
 * parameters is called for its value, and so is a function in place of the object; when nobody
 * listens, neither is.
 */
export type LogFields = object | (() => object);

/** Logs an event; nothing is thrown whatever is given, and the result is nothing. */
export interface LogMethod {
  /** A message, and fields or an error. */
  (message: string, fields?: LogFields): void;
  /** An error or fields, and a message. What was caught is `unknown`. */
  (subject: unknown, message?: string, fields?: LogFields): void;
}

/** Logs events of one target. */
export interface Logger {
  /** What filters match. */
  readonly target: string;
  readonly trace: LogMethod;
  readonly debug: LogMethod;
  readonly info: LogMethod;
  readonly warn: LogMethod;
  readonly error: LogMethod;
  readonly fatal: LogMethod;
  /** An event in parts. @throws SpanFnError `SPANFN_BAD_LEVEL` */
  at(level: Level): EventBuilder;
  /**
   * A logger of the same target that puts `fields` on all its events, over those of this one.
   * A function among them is called for each event that is recorded.
   *
   * @throws SpanFnError `SPANFN_BAD_OPTION` if `fields` is not an object
   */
  child(fields: object): Logger;
  /**
   * Whether an event of this level would be recorded where the caller stands.
   *
   * @throws SpanFnError `SPANFN_BAD_LEVEL`
   */
  isEnabled(level: Level): boolean;
  /**
   * From now on events of this level and above are recorded, for the target of this logger and what
   * is below it; of the logger without a target, for all that have no level of their own.
   *
   * @throws SpanFnError `SPANFN_BAD_LEVEL`
   */
  setLevel(level: Level | 'off'): void;
  /** Delivers what is held back; rejects never. */
  flush(): Promise<void>;
}

class TargetLogger implements Logger {
  readonly target: string;
  /** Read by emitted code too, which calls past the methods. */
  readonly bound: BoundFields | null;
  private readonly sites: LevelSites;
  readonly trace: LogMethod;
  readonly debug: LogMethod;
  readonly info: LogMethod;
  readonly warn: LogMethod;
  readonly error: LogMethod;
  readonly fatal: LogMethod;

  constructor(target: string, sites: LevelSites, bound: BoundFields | null) {
    this.target = target;
    this.bound = bound;
    this.sites = sites;
    this.trace = methodOf(sites, 0, bound);
    this.debug = methodOf(sites, 1, bound);
    this.info = methodOf(sites, 2, bound);
    this.warn = methodOf(sites, 3, bound);
    this.error = methodOf(sites, 4, bound);
    this.fatal = methodOf(sites, 5, bound);
  }

  at(level: Level): EventBuilder {
    return builderFor(siteAt(this.sites, level), this.bound);
  }

  child(fields: object): Logger {
    checkFields(fields);
    const bound = (this.bound ?? NOTHING_BOUND).with(fields);
    return new TargetLogger(this.target, this.sites, bound);
  }

  isEnabled(level: Level): boolean {
    const own = this.bound?.own;
    return own ? isOwnEnabled(own, level, this.target) : isEventEnabled(level, this.target);
  }

  setLevel(level: Level | 'off'): void {
    const own = this.bound?.own;
    if (own) own.filter = withLevel(own.filter, level, this.target);
    else setLevel(level, this.target);
  }

  flush(): Promise<void> {
    return this.bound?.own?.flush() ?? flushEvents();
  }
}

/**
 * The method of one level. It needs no `this`, since it is handed on: `promise.catch(log.error)`.
 * When its site is off, a call reads no more than that.
 */
function methodOf(sites: LevelSites, rank: number, bound: BoundFields | null): LogMethod {
  const site = sites[rank] as Site;
  if (bound !== null && bound.own !== null) {
    // What is installed has no say, and so neither has the site.
    return (a?: unknown, b?: unknown, c?: unknown): void => emit(site, bound, a, b, c);
  }
  return (a?: unknown, b?: unknown, c?: unknown): void => {
    if (site.on) emit(site, bound, a, b, c);
  };
}

/** The logger without a target of its own. The compiler gives each call of it its module's path. */
export const log: Logger = new TargetLogger('', sitesOf(''), null);

/**
 * A logger of a target of its own, which filters such as `db=trace` match.
 *
 * @throws SpanFnError `SPANFN_BAD_NAME`
 */
export function logger(target: string): Logger {
  return new TargetLogger(checkName(target), sitesOf(target), null);
}

/**
 * A logger all of whose events go to `own`, whatever is installed.
 *
 * @throws SpanFnError `SPANFN_BAD_NAME`, `SPANFN_BAD_OPTION`
 */
export function ownLogger(own: Dispatch, target: string, fields: object): Logger {
  checkFields(fields);
  const bound = new BoundFields({}, new Map(), own).with(fields);
  return new TargetLogger(checkName(target), sitesOf(target), bound);
}

/** What a logger puts on its events, if it is one of ours. */
export function boundOf(logger: unknown): BoundFields | null {
  const bound = (logger as Partial<TargetLogger> | null | undefined)?.bound;
  return typeof bound?.putOn === 'function' ? bound : null;
}

function checkFields(fields: unknown): void {
  if (typeof fields === 'object' && fields !== null) return;
  throw new SpanFnError('SPANFN_BAD_OPTION', {
    value: fields,
    cause: 'The fields of a child logger must be an object',
    remedy: 'Write logger.child({ requestId }).',
  });
}
