import { rankOf } from '../../base/level.ts';
import type { ReadableEvent } from '../../dispatch/readable-event.ts';
import { SEVERITIES } from '../../wire/otlp/logs.ts';
import { notOf } from '../check.ts';
import { type Feed, feed } from '../feed.ts';
import { plainFields } from '../told.ts';
import { contextOf } from './context.ts';
import type { OtelLogger, OtelLoggerProvider } from './library.ts';
import { printerOf, quietOutput } from './output.ts';
import { toHrTime } from './time.ts';

/** Scope of events that have no target. */
const SCOPE = 'spanfn';
/** Providers keep loggers for ever; no program has more targets that it has written down. */
const MOST_LOGGERS = 256;

/**
 * A dispatcher that emits each event by a logger of OpenTelemetry, in a context with its span; of
 * a provider, by the logger that is named after the event's target.
 *
 * @throws SpanFnError `SPANFN_BAD_OPTION`
 */
export function toOtelLogs(to: OtelLogger | OtelLoggerProvider): Feed {
  const loggerOf = chooser(to);
  const flush = (to as { forceFlush?(): Promise<void> }).forceFlush;
  return feed(
    quietOutput(loggerOf('')),
    printerOf(loggerOf('')),
    (event) => loggerOf(event.target).emit(recordOf(event)),
    () => flush?.call(to),
  );
}

function chooser(to: OtelLogger | OtelLoggerProvider): (target: string) => OtelLogger {
  const { emit, getLogger } = (to ?? {}) as Partial<OtelLogger & OtelLoggerProvider>;
  if (typeof getLogger !== 'function') {
    if (typeof emit === 'function') return () => to as OtelLogger;
    throw notOf('OpenTelemetry', to, 'Give a LoggerProvider, or a Logger that one has made.');
  }
  const loggers = new Map<string, OtelLogger>();
  const unnamed = (to as OtelLoggerProvider).getLogger(SCOPE);
  return (target) => {
    if (target === '') return unnamed;
    const found = loggers.get(target);
    if (found !== undefined) return found;
    if (loggers.size >= MOST_LOGGERS) return unnamed;
    const made = (to as OtelLoggerProvider).getLogger(target);
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
