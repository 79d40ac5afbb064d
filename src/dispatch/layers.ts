import { EVERYTHING, type Filter, parseFilter } from '../site/filter.ts';
import type { Site } from '../site/site.ts';
import { Dispatch } from './dispatch.ts';
import type { Dispatcher } from './dispatcher.ts';
import type { ReadableEvent } from './readable-event.ts';
import type { ReadableSpan } from './readable-span.ts';

/** One of several consumers of the same spans and events. */
export interface Layer {
  readonly dispatcher: Dispatcher;
  /** What this layer gets to see, such as `warn,src/db=trace`; everything if left out. */
  readonly filter?: string | undefined;
}

/**
 * One dispatcher out of several, each with its own filter. Each layer is fenced in by itself:
 * one that throws takes nothing from the others.
 *
 * @throws SpanFnError `SPANFN_BAD_FILTER`, `SPANFN_BAD_DISPATCHER`
 */
export function layers(...given: readonly Layer[]): Dispatcher {
  const all = given.map(
    ({ dispatcher, filter }) => new Dispatch(dispatcher, { filter: read(filter) }),
  );
  return {
    wants: (site: Site) => all.some((layer) => layer.wants(site)),
    spanBegin(span: ReadableSpan) {
      for (const layer of all) if (layer.wants(span.site)) layer.begin(span);
    },
    spanEnd(span: ReadableSpan) {
      for (const layer of all) if (layer.wants(span.site)) layer.end(span);
    },
    ...(all.some((layer) => layer.takesEvents) && {
      event(event: ReadableEvent) {
        for (const layer of all) if (layer.wants(event.site)) layer.event(event);
      },
    }),
    async flush() {
      await Promise.all(all.map((layer) => layer.flush()));
    },
    async close() {
      await Promise.all(all.map((layer) => layer.close()));
    },
    stats: () => ({ dispatcherErrors: sum(all.map((layer) => layer.stats().dispatcherErrors)) }),
  };
}

function read(filter: string | undefined): Filter {
  return filter === undefined ? EVERYTHING : parseFilter(filter);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
