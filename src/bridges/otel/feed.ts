import { rankOf } from '../../base/level.ts';
import type { ReadableEvent } from '../../dispatch/readable-event.ts';
import { SEVERITIES } from '../../wire/otlp/logs.ts';
import { notOf } from '../check.ts';
import { type Feed, feed } from '../feed.ts';
import { plainFields } from '../told.ts';
import { contextOf } from './context.ts';
import { anyLoggerOf, type OtelLogger, type OtelLoggerProvider } from './library.ts';
import { printerOf, tapOtel } from './tap.ts';
import { toHrTime } from './time.ts';

/** Providers keep loggers for ever; no program has more targets that it has written down. */
const MOST_LOGGERS = 256;

/**
 * A dispatcher that emits each event by a logger of OpenTelemetry, in a context with its span; of
 * a provider, by the logger that is named after the event's target.
 *
 * @throws SpanFnError `SPANFN_BAD_OPTION`
 */
export function toOtelLogs(to: OtelLogger | OtelLoggerProvider): Feed {
  const any = anyLoggerOf(to);
  if (any === undefined) {
    throw notOf('OpenTelemetry', to, 'Give a LoggerProvider, or a Logger that one has made.');
  }
  const loggerOf = chooser(to, any);
  const flush = (to as { forceFlush?(): Promise<void> }).forceFlush;
  return feed(
    tapOtel(any, null),
    printerOf(any),
    (event) => loggerOf(event.target).emit(recordOf(event)),
    () => flush?.call(to),
  );
}

function chooser(
  to: OtelLogger | OtelLoggerProvider,
  unnamed: OtelLogger,
): (target: string) => OtelLogger {
  if (!('getLogger' in to)) return () => unnamed;
  const loggers = new Map<string, OtelLogger>();
  return (target) => {
    if (target === '') return unnamed;
    const found = loggers.get(target);
    if (found !== undefined) return found;
    if (loggers.size >= MOST_LOGGERS) return unnamed;
    const made = to.getLogger(target);
    loggers.set(target, made);
    return made;
  };
}

function recordOf({ time, level, body, name, fields, span, site }: ReadableEvent): object {
  return {
    timestamp: toHrTime(time),
    severityNumber: SEVERITIES[rankOf(level)],
    severityText: level.toUpperCase(),
    ...(body !== null && { body: typeof body === 'string' ? body : plainFields({ body })['body'] }),
    ...(name !== undefined && { eventName: name }),
    attributes: {
      ...(site.file !== undefined && { 'code.file.path': site.file }),
      ...(site.line !== undefined && { 'code.line.number': site.line }),
      ...plainFields(fields),
    },
    ...(span !== null && { context: contextOf(span) }),
  };
}
