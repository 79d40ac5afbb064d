import type { Signal } from './facts.ts';

/** What of a span or log record a fact is about, by the beginning of its path. */
const ASPECTS: readonly (readonly [string, RegExp])[] = [
  ['ids', /^(traceId|spanId|flags|traceState)$/],
  ['parents', /^parentSpanId$/],
  ['names', /^(name|eventName)$/],
  ['kinds', /^kind$/],
  ['times', /^\w+UnixNano$/],
  ['status', /^status\./],
  ['severity', /^severity/],
  ['body', /^body$/],
  ['attributes', /^attributes\./],
  ['dropped', /^dropped/],
  ['events', /^events\[/],
  ['links', /^links\[/],
  ['resource', /^(resource\.|schemaUrl$)/],
  ['scope', /^(scope\.|scopeSchemaUrl$)/],
];

/** What a comparison that deserves its name has looked at. */
export const ASPECTS_OF: Readonly<Record<Signal, readonly string[]>> = {
  traces: [
    'ids',
    'parents',
    'names',
    'kinds',
    'times',
    'status',
    'attributes',
    'events',
    'links',
    'resource',
    'scope',
  ],
  logs: ['ids', 'names', 'times', 'severity', 'body', 'attributes', 'resource', 'scope'],
};

export function aspectOf(path: string): string {
  return ASPECTS.find(([, pattern]) => pattern.test(path))?.[0] ?? 'other';
}
