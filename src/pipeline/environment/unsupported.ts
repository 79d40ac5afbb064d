import { LIMITS } from '../../base/limits.ts';
import type { Variables } from './variables.ts';

/** What is not there, and what to do instead, by the variable that asks for it. */
const REMEDIES: Readonly<Record<string, string>> = {
  OTEL_METRICS_EXPORTER: 'metrics are not exported; use none',
  OTEL_CONFIG_FILE: 'write options in code, or use single variables',
  OTEL_EXPERIMENTAL_CONFIG_FILE: 'write options in code, or use single variables',
  OTEL_EXPORTER_ZIPKIN_ENDPOINT: 'send OTLP: a Collector passes on to Zipkin',
  OTEL_EXPORTER_JAEGER_ENDPOINT: 'send OTLP: Jaeger takes it',
  ...forAttributes('VALUE_LENGTH_LIMIT', `texts are cut at ${LIMITS.length} characters`),
  ...forAttributes('COUNT_LIMIT', `a span or event has up to ${LIMITS.fields} fields`),
  OTEL_SPAN_EVENT_COUNT_LIMIT: 'the events of a span have a fixed bound',
  OTEL_SPAN_LINK_COUNT_LIMIT: 'the links of a span have a fixed bound',
  OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT: 'the attributes of an event have a fixed bound',
  OTEL_LINK_ATTRIBUTE_COUNT_LIMIT: 'the attributes of a link have a fixed bound',
};

/** Says which variables are set in vain. */
export function noteUnsupported(variables: Variables): void {
  for (const [name, remedy] of Object.entries(REMEDIES)) {
    const text = variables.text(name);
    if (text !== undefined && text.toLowerCase() !== 'none') variables.reject(name, remedy);
  }
}

/** Attributes in general, those of spans, and those of log records have a variable each. */
function forAttributes(what: string, remedy: string): Record<string, string> {
  return Object.fromEntries(
    ['', 'SPAN_', 'LOGRECORD_'].map((owner) => [`OTEL_${owner}ATTRIBUTE_${what}`, remedy]),
  );
}
