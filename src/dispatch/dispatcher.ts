import type { Site } from '../site/site.ts';
import type { ReadableEvent } from './readable-event.ts';
import type { ReadableSpan } from './readable-span.ts';

/**
 * Receives spans and log events. Whatever a dispatcher throws or rejects with is counted and goes no further;
 * whatever it emits meanwhile, even after an `await`, is silenced and counted. From Node 24 on it
 * runs in the asynchronous context in which it was installed, not in that of the traced code.
 */
export interface Dispatcher {
  /** Asked once per site and configuration; sites that nobody wants cost nothing. */
  wants?(site: Site): boolean;
  spanBegin?(span: ReadableSpan): void;
  spanEnd?(span: ReadableSpan): void;
  /** Gets each log event, whose fields have been evaluated. */
  event?(event: ReadableEvent): void;
  /** Delivers what is held back. */
  flush?(): void | Promise<void>;
  /** Called once, after the last span. */
  close?(): void | Promise<void>;
  /** Counters of its own, shown beside those of spanfn. */
  stats?(): Readonly<Record<string, number>>;
}

/** Methods that a dispatcher may have. */
export const DISPATCHER_METHODS: readonly (keyof Dispatcher)[] = [
  'wants',
  'spanBegin',
  'spanEnd',
  'event',
  'flush',
  'close',
  'stats',
];
