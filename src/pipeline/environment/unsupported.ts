import type { Variables } from './variables.ts';

/** What is not there, and what to do instead, by the variable that asks for it. */
const REMEDIES: Readonly<Record<string, string>> = {
  OTEL_METRICS_EXPORTER: 'metrics are not exported; use none',
  OTEL_CONFIG_FILE: 'write options in code, or use single variables',
  OTEL_EXPERIMENTAL_CONFIG_FILE: 'write options in code, or use single variables',
  OTEL_EXPORTER_ZIPKIN_ENDPOINT: 'send OTLP: a Collector passes on to Zipkin',
  OTEL_EXPORTER_JAEGER_ENDPOINT: 'send OTLP: Jaeger takes it',
  OTEL_SPAN_EVENT_COUNT_LIMIT: 'the events of a span have a fixed bound',
  OTEL_SPAN_LINK_COUNT_LIMIT: 'the links of a span have a fixed bound',
  OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT: 'use OTEL_ATTRIBUTE_COUNT_LIMIT',
  OTEL_LINK_ATTRIBUTE_COUNT_LIMIT: 'links have no attributes',
};

/** Says which variables are set in vain. */
export function noteUnsupported(variables: Variables): void {
  for (const [name, remedy] of Object.entries(REMEDIES)) {
    const text = variables.text(name);
    if (text !== undefined && text.toLowerCase() !== 'none') variables.reject(name, remedy);
  }
}
