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
  const time = String(log.time);
  const head = JSON.stringify({
    timeUnixNano: time,
    observedTimeUnixNano: time,
    severityNumber: SEVERITIES[LEVELS.indexOf(log.level)],
    severityText: log.level.toUpperCase(),
    eventName: log.eventName,
    body: log.body === null ? undefined : valueJson(log.body),
    droppedAttributesCount: log.droppedFields === 0 ? undefined : log.droppedFields,
    flags: log.spanId === undefined ? undefined : log.sampled ? TraceFlag.SAMPLED : 0,
    traceId: log.traceId,
    spanId: log.spanId,
  });
  return `${head.slice(0, -1)},"attributes":[${attributesText(log)}]}`;
}

function attributesText({ site, threadId, fields }: LogData): string {
  const known = knownOf(site, threadId);
  // A field of the same name goes over it.
  if (known.names.some((name) => hasOwn(fields, name))) {
    return listText({ ...known.fields, ...fields });
  }
  let { text } = known; // Not empty: the thread is in there.
  for (const key of Object.keys(fields)) {
    text += `,{"key":${JSON.stringify(key)},"value":${valueText(fields[key] as FieldValue)}}`;
  }
  return text;
}

function listText(fields: Fields): string {
  return JSON.stringify(attributesJson(fields)).slice(1, -1);
}

/** The most frequent kinds are written at once. */
function valueText(value: FieldValue): string {
  if (typeof value === 'string') return `{"stringValue":${JSON.stringify(value)}}`;
  if (typeof value === 'number' && value > 0 && Number.isSafeInteger(value)) {
    return `{"intValue":"${value}"}`;
  }
  return JSON.stringify(valueJson(value));
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
