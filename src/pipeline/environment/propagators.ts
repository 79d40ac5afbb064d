import type { Variables } from './variables.ts';

const NAME = 'OTEL_PROPAGATORS';
/** `baggage` is in OpenTelemetry's default, and nothing to carry is no mistake. */
const KNOWN = ['tracecontext', 'baggage', 'none'];

/** Whether W3C trace context is to be read and written; undefined if no variable says. */
export function readTraceContext(variables: Variables): boolean | undefined {
  const listed = variables.list(NAME);
  if (listed === undefined) return undefined;
  const unknown = listed.filter((name) => !KNOWN.includes(name)).join();
  if (unknown !== '') {
    variables.reject(NAME, 'use tracecontext: others are not read or written', unknown);
  }
  const known = listed.filter((name) => KNOWN.includes(name));
  return known.length === 0 ? undefined : known.includes('tracecontext');
}
