import { nanoseconds, readClock, reading, wallAnchor } from '../base/clock.ts';
import type { Level } from '../base/level.ts';
import { LIMITS } from '../base/limits.ts';
import { type Fields, type FieldValue, setField } from '../base/value.ts';
import type { Dispatch } from '../dispatch/dispatch.ts';
import type { ReadableEvent } from '../dispatch/readable-event.ts';
import type { Frame } from '../frame/frame.ts';
import { Site } from '../site/site.ts';
import type { LiveSpan } from '../span/live-span.ts';

/** Whether an event is one of ours, be it of another copy of this package. */
export function isLive(event: ReadableEvent): event is LiveEvent {
  const { site, names, timeLow } = (event ?? {}) as Partial<LiveEvent>;
  return site !== undefined && Array.isArray(names) && typeof timeLow === 'number';
}

/** Those that are free. More are in use at once only while fields that log are evaluated. */
const free: LiveEvent[] = [];
const MOST_FREE = 8;
const NO_SITE: Site = new Site({ name: '', kind: 'event' });

/**
 * A log event on its way. It is used again as soon as the sink has written it, unless a dispatcher
 * has seen it, who may keep it; then texts and merged fields are made when somebody reads them.
 */
export class LiveEvent implements ReadableEvent {
  site: Site = NO_SITE;
  dispatch: Dispatch | null = null;
  /** Monotonic ns in two words. */
  timeLow = 0;
  timeHigh = 0;
  name: string | undefined = undefined;
  body: FieldValue = null;
  error: unknown = undefined;
  /** The event's own fields, side by side; as many of them as `count` says. */
  readonly names: string[] = [];
  readonly values: FieldValue[] = [];
  count = 0;
  /** Fields that were left out because there were too many. */
  dropped = 0;
  /** Fields of the logger. */
  bound: Fields | null = null;
  context: Fields | null = null;
  span: LiveSpan | null = null;

  /** An event that happens now, in `frame`. */
  static open(site: Site, dispatch: Dispatch, frame: Frame | undefined): LiveEvent {
    const event = free.pop() ?? new LiveEvent();
    event.site = site;
    event.dispatch = dispatch;
    readClock(dispatch.clock);
    event.timeLow = reading[0] as number;
    event.timeHigh = reading[1] as number;
    if (frame !== undefined) {
      event.context = frame.context;
      event.span = frame.top as LiveSpan | null;
    }
    return event;
  }

  /** Hands the event over; it is not to be touched after that. */
  deliver(): void {
    const dispatch = this.dispatch as Dispatch;
    dispatch.event(this);
    if (!dispatch.hearsEvents && free.length < MOST_FREE) this.#release();
  }

  #release(): void {
    this.dispatch = null;
    this.name = undefined;
    this.body = null;
    this.error = undefined;
    for (let i = 0; i < this.count; i++) this.values[i] = null;
    this.count = 0;
    this.dropped = 0;
    this.bound = null;
    this.context = null;
    this.span = null;
    free.push(this);
  }

  /** Adds a field of its own; a name comes once. */
  add(name: string, value: FieldValue): void {
    if (this.count >= LIMITS.fields) {
      this.dropped++;
      return;
    }
    this.names[this.count] = name;
    this.values[this.count++] = value;
  }

  /** Adds a field, or gives another value to the one of that name. */
  set(name: string, value: FieldValue): void {
    for (let i = 0; i < this.count; i++) {
      if (this.names[i] !== name) continue;
      this.values[i] = value;
      return;
    }
    this.add(name, value);
  }

  /** Whether a field of this name is the event's own. */
  has(name: string): boolean {
    for (let i = 0; i < this.count; i++) if (this.names[i] === name) return true;
    return false;
  }

  get level(): Level {
    return this.site.level;
  }

  get target(): string {
    return this.site.target;
  }

  get time(): bigint {
    return nanoseconds(this.timeLow, this.timeHigh) + wallAnchor;
  }

  get fields(): Fields {
    const fields: Fields = { ...this.context, ...this.bound };
    for (let i = 0; i < this.count; i++) {
      setField(fields, this.names[i] as string, this.values[i] as FieldValue);
    }
    return fields;
  }

  get traceId(): string | undefined {
    return this.span?.traceId;
  }

  get spanId(): string | undefined {
    return this.span?.spanId;
  }
}
