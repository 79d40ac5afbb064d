import type { Variables } from './variables.ts';

const NAME = 'OTEL_PROPAGATORS';
/** `baggage` is in OpenTelemetry's default, and nothing to carry is no mistake. */
const KNOWN = ['tracecontext', 'baggage', 'none'];

/** Says which ways of carrying a trace to other processes are asked for and not there. */
export function notePropagators(variables: Variables): void {
  const unknown = (variables.list(NAME) ?? []).filter((name) => !KNOWN.includes(name)).join();
  if (unknown === '') return;
  variables.reject(NAME, 'use tracecontext: spans give and take a traceparent alone', unknown);
}
