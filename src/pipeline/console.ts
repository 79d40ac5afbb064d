import { styleText } from 'node:util';
import type { Dispatcher } from '../dispatch/dispatcher.ts';
import type { ReadableSpan } from '../dispatch/readable-span.ts';
import { arrange, draw, durationText, failureText, fieldsText, nameText } from './tree.ts';

/** Where and how trees are printed. */
export interface ConsoleOptions {
  /** Default `process.stdout`. */
  readonly stream?: { write(text: string): unknown; hasColors?(): boolean } | undefined;
  /** Default: if the stream is a terminal with colours, minding `NO_COLOR` and `FORCE_COLOR`. */
  readonly colors?: boolean | undefined;
}

/** A trace that never ends must not hold memory for ever. */
const MAX_SPANS_PER_TRACE = 1000;
const MAX_OPEN_TRACES = 1000;

/** A span lets go of its parent at its end; the tree is drawn after that. */
interface Entry {
  readonly span: ReadableSpan;
  readonly parent: Entry | null;
}

interface OpenTrace {
  readonly entries: Map<ReadableSpan, Entry>;
  open: number;
  omitted: number;
}

/** Prints the tree of each trace as soon as its last span has ended. */
export function consoleDispatcher(options: ConsoleOptions = {}): Dispatcher {
  const stream = options.stream ?? process.stdout;
  const paint = painter(options.colors ?? hasColors(stream));
  const traces = new Map<string, OpenTrace>();
  let evicted = 0;
  const print = (trace: OpenTrace): void => {
    const lines = draw(arrange([...trace.entries.values()]), ({ span }) => line(span, paint));
    if (trace.omitted > 0) lines.push(paint('dim', `… and ${trace.omitted} more spans`));
    stream.write(`${lines.join('\n')}\n`);
  };
  return {
    spanBegin(span) {
      const trace = traces.get(span.traceId) ?? { entries: new Map(), open: 0, omitted: 0 };
      traces.set(span.traceId, trace);
      trace.open++;
      const parent = (span.parent && trace.entries.get(span.parent)) ?? null;
      if (trace.entries.size < MAX_SPANS_PER_TRACE) trace.entries.set(span, { span, parent });
      else trace.omitted++;
      if (traces.size > MAX_OPEN_TRACES) {
        traces.delete(traces.keys().next().value as string);
        evicted++;
      }
    },
    spanEnd(span) {
      const trace = traces.get(span.traceId);
      if (trace === undefined || --trace.open > 0) return;
      traces.delete(span.traceId);
      print(trace);
    },
    close() {
      for (const trace of traces.values()) print(trace);
      traces.clear();
    },
    stats: () => ({ tracesEvicted: evicted }),
  };
}

type Paint = (style: Parameters<typeof styleText>[0], text: string) => string;

function painter(colors: boolean): Paint {
  return colors
    ? (style, text) => (text === '' ? '' : styleText(style, text, { validateStream: false }))
    : (_, text) => text;
}

function hasColors(stream: NonNullable<ConsoleOptions['stream']>): boolean {
  const { FORCE_COLOR, NO_COLOR } = process.env;
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
  return (NO_COLOR ?? '') === '' && stream.hasColors?.() === true;
}

function line(span: ReadableSpan, paint: Paint): string {
  const parts = [
    paint(span.status === 'error' ? 'red' : 'bold', nameText(span.name)),
    paint('cyan', span.kind),
    paint('yellow', span.ended ? durationText(span.duration) : '(open)'),
    span.status === 'ok' ? paint('green', 'ok') : '',
    paint('dim', fieldsText(span.fields)),
    paint('red', failureText(span)),
  ];
  return parts.filter((part) => part !== '').join(' ');
}
