import { LEVELS } from '../../base/level.ts';
import { hasOwn } from '../../base/primordials.ts';
import type { Fields, FieldValue } from '../../base/value.ts';
import { TraceFlag } from '../otlp-tags.ts';
import type { WireSite } from '../record.ts';
import type { LogData } from '../telemetry.ts';
import { SEVERITIES } from './logs.ts';
import { logSiteAttributes } from './site-attributes.ts';
import { attributesJson, valueJson } from './value-json.ts';

/**
 * A log event as a `LogRecord` in OTLP's JSON. Objects for it would take most of the time, since
 * there are two for each attribute; of a site these are always the same.
 */
export function logText(log: LogData): string {
  const { level, eventName, body, droppedFields, traceId, spanId } = log;
  const time = String(log.time);
  const severity = SEVERITIES[LEVELS.indexOf(level)];
  let text = `{"timeUnixNano":"${time}","observedTimeUnixNano":"${time}"`;
  text += `,"severityNumber":${severity},"severityText":"${level.toUpperCase()}"`;
  if (eventName !== undefined) text += `,"eventName":${quoted(eventName)}`;
  if (body !== null) text += `,"body":${valueText(body)}`;
  text += `,"attributes":[${attributesText(log)}]`;
  if (droppedFields !== 0) text += `,"droppedAttributesCount":${droppedFields}`;
  if (traceId !== undefined) text += `,"traceId":"${traceId}"`;
  if (spanId === undefined) return `${text}}`;
  return `${text},"spanId":"${spanId}","flags":${log.sampled ? TraceFlag.SAMPLED : 0}}`;
}

function attributesText({ site, threadId, fields }: LogData): string {
  const known = knownOf(site, threadId);
  // A field of the same name goes over it.
  if (known.names.some((name) => hasOwn(fields, name))) {
    return listText({ ...known.fields, ...fields });
  }
  let { text } = known; // Not empty: the thread is in there.
  for (const key of Object.keys(fields)) {
    text += `,{"key":${quoted(key)},"value":${valueText(fields[key] as FieldValue)}}`;
  }
  return text;
}

function listText(fields: Fields): string {
  return JSON.stringify(attributesJson(fields)).slice(1, -1);
}

/** The most frequent kinds are written at once. */
function valueText(value: FieldValue): string {
  if (typeof value === 'string') return `{"stringValue":${quoted(value)}}`;
  if (typeof value === 'number' && value > 0 && Number.isSafeInteger(value)) {
    return `{"intValue":"${value}"}`;
  }
  return JSON.stringify(valueJson(value));
}

/** Characters that JSON has as they are: without quote and backslash. */
const PLAIN = /^[ !#-[\]-~]*$/;

function quoted(text: string): string {
  return PLAIN.test(text) ? `"${text}"` : JSON.stringify(text);
}

/** What stands ahead of the fields of all events of a site. */
interface Known {
  readonly threadId: number;
  readonly fields: Fields;
  readonly names: readonly string[];
  readonly text: string;
}

const knownSites = new WeakMap<WireSite, Known>();

function knownOf(site: WireSite, threadId: number): Known {
  const found = knownSites.get(site);
  if (found?.threadId === threadId) return found;
  const fields = { ...logSiteAttributes(site), 'thread.id': threadId };
  const known = { threadId, fields, names: Object.keys(fields), text: listText(fields) };
  knownSites.set(site, known);
  return known;
}
