import { LEVELS, type Level, rankOf } from '../base/level.ts';
import { registry } from './registry.ts';

/**
 * How the function of a site is run; see `run/`. `promise` is declared to return a promise but
 * is no `async` function; of `auto` nothing is known. An `event` has no function: it is logged.
 */
export type SiteKind =
  | 'sync'
  | 'async'
  | 'generator'
  | 'async generator'
  | 'promise'
  | 'auto'
  | 'event';

/** What is known of a call site before any call. */
export interface SiteMetadata {
  /** Name of its spans, such as `Cart.total`; as a function, asked when first needed. */
  readonly name: string | (() => string);
  readonly kind: SiteKind;
  /** Module path relative to the project, such as `src/cart.ts`: what filters match. */
  readonly target?: string | undefined;
  readonly level?: Level | undefined;
  /** Path of the source file. */
  readonly file?: string | undefined;
  /** Counted from 1. */
  readonly line?: number | undefined;
  /** Counted from 1. */
  readonly column?: number | undefined;
  readonly capture?: Capture | undefined;
  /** Made for one call. */
  readonly transient?: boolean | undefined;
}

/** A name for each position of the arguments; null skips one. */
export type ArgumentNames = readonly (string | null)[];

/** What a site records beside name and time. Each part is the user's code and may throw. */
export interface Capture {
  /** Where its spans hang, if not below the current one. */
  place?(self: unknown, args: readonly unknown[]): Placement;
  /** Arguments that are fields: a name for each position; null skips one. */
  readonly names?: ArgumentNames | undefined;
  /** Other fields at the begin, ahead of those. */
  begin?(into: FieldSink, self: unknown, args: readonly unknown[]): void;
  /** Fields from the result. */
  result?(into: FieldSink, result: unknown): void;
  /** Whether an error marks the span failed. */
  failed?(error: unknown): boolean;
  /** Names of fields whose values are not recorded, beside those redacted everywhere. */
  readonly redact?: ReadonlySet<string> | undefined;
}

/**
 * A `Capture` as calls read it: an object of one shape for all sites, which V8 reads faster than
 * any other, with members of its own, so that nothing is inherited from whoever adds to
 * `Object.prototype`.
 */
export class SiteCapture {
  readonly place: Capture['place'] | undefined;
  readonly names: ArgumentNames | undefined;
  readonly begin: Capture['begin'] | undefined;
  readonly result: Capture['result'] | undefined;
  readonly failed: Capture['failed'] | undefined;
  readonly redact: ReadonlySet<string> | undefined;

  /** @param from an object that inherits nothing */
  constructor({ place, names, begin, result, failed, redact }: Capture) {
    this.place = place;
    this.names = names;
    this.begin = begin;
    this.result = result;
    this.failed = failed;
    this.redact = redact;
  }
}

/** Takes the fields of a span; values are copied and bounded. */
export interface FieldSink {
  setField(key: string, value: unknown): void;
  /** @throws TypeError if `fields` is not an object */
  setFields(fields: object): void;
}

/** Where a span hangs. The members hold spans or span contexts, checked when opened. */
export interface Placement {
  readonly root?: boolean | undefined;
  readonly parent?: unknown;
  readonly links?: readonly unknown[] | undefined;
}

/**
 * One place in the code that makes spans or events. Made once; `on` is all that a call reads when
 * nobody listens, and is rewritten whenever dispatchers or filters change.
 */
export class Site {
  on = false;
  readonly id: number;
  readonly kind: SiteKind;
  readonly target: string;
  readonly level: Level;
  readonly rank: number;
  readonly file: string | undefined;
  readonly line: number | undefined;
  readonly column: number | undefined;
  readonly capture: SiteCapture | null;
  readonly recordsResult: boolean;
  readonly transient: boolean;
  #name: string | (() => string);

  constructor(metadata: SiteMetadata) {
    this.rank = rankOf(metadata.level ?? 'info');
    this.level = LEVELS[this.rank] as Level;
    this.#name = metadata.name;
    this.kind = metadata.kind;
    this.target = metadata.target ?? '';
    this.file = metadata.file;
    this.line = metadata.line;
    this.column = metadata.column;
    this.capture = metadata.capture === undefined ? null : new SiteCapture(metadata.capture);
    this.recordsResult = this.capture !== null && this.capture.result !== undefined;
    this.transient = metadata.transient === true;
    this.id = registry.nextId();
    registry.add(this);
  }

  get name(): string {
    if (typeof this.#name === 'function') this.#name = this.#name();
    return this.#name;
  }
}
