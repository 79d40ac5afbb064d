import { escapeControls } from '../../base/text.ts';
import type { LogData } from '../../wire/telemetry.ts';
import { isoTime, readableJson } from '../retention/readable.ts';
import { fieldsText } from '../tree.ts';

/** A log event on one line. */
export function logLine(log: LogData): string {
  const { time, level, site, eventName, body, fields, traceId, spanId } = log;
  const message = typeof body === 'string' ? body : body === null ? '' : readableJson(body);
  const parts = [
    isoTime(time),
    level.toUpperCase().padEnd(5),
    escapeControls(site.target),
    escapeControls(eventName ?? ''),
    escapeControls(message),
    fieldsText(fields),
    traceId === undefined ? '' : `trace=${traceId} span=${spanId}`,
  ];
  return parts.filter((part) => part !== '').join(' ');
}
