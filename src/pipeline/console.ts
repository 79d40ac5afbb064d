import { badOption } from '../base/options.ts';
import type { Dispatcher } from '../dispatch/dispatcher.ts';
import type { ReadableEvent } from '../dispatch/readable-event.ts';
import type { ReadableSpan } from '../dispatch/readable-span.ts';
import { eventLine, stackLines } from './console-event.ts';
import { eventJson, spanJson } from './console-json.ts';
import { hasColors, type Paint, painter, type TextStream } from './paint.ts';
import { arrange, draw, durationText, failureText, fieldsText, nameText } from './tree.ts';

/** Where and how spans and events are printed. */
export interface ConsoleOptions {
  /** Default `process.stdout`. */
  readonly stream?: TextStream | undefined;
  /**
   * `text`: trees of spans, events on a line each. `json`: a line of JSON for each span that ends
   * and for each event. Default `auto`: text, but events as JSON where the stream is no terminal.
   */
  readonly format?: 'auto' | 'text' | 'json' | undefined;
  /** Whether the stack of an event's error is printed below it; default: on a terminal. */
  readonly stacks?: boolean | undefined;
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

/**
 * Prints each log event at once, and the tree of each trace as soon as its last span has ended.
 *
 * @throws SpanFnError `SPANFN_BAD_OPTION`
 */
export function consoleDispatcher(options: ConsoleOptions = {}): Dispatcher {
  const stream = options.stream ?? process.stdout;
  const format = checkFormat(options.format);
  const paint = painter(options.colors ?? hasColors(stream));
  const event = eventPrinter(options, stream, paint);
  if (format !== 'json') return { ...treePrinter(stream, paint), event };
  return { spanEnd: (span) => void stream.write(`${spanJson(span)}\n`), event };
}

function eventPrinter(
  { format = 'auto', stacks }: ConsoleOptions,
  stream: TextStream,
  paint: Paint,
): (event: ReadableEvent) => void {
  const isTerminal = stream.isTTY === true;
  if (format === 'json' || (format === 'auto' && !isTerminal)) {
    return (event) => void stream.write(`${eventJson(event)}\n`);
  }
  return (event) => {
    const below = (stacks ?? isTerminal) ? stackLines(event) : [];
    const lines = [eventLine(event, paint), ...below.map((line) => paint('dim', line))];
    stream.write(`${lines.join('\n')}\n`);
  };
}

function checkFormat(format: ConsoleOptions['format'] = 'auto'): string {
  if (['auto', 'text', 'json'].includes(format)) return format;
  throw badOption('consoleDispatcher()', 'format', format, "'auto', 'text' or 'json'");
}

function treePrinter(stream: TextStream, paint: Paint): Dispatcher {
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
