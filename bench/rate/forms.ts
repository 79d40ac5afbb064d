import { bare } from '../dialects/bare.ts';
import { inPlace } from '../dialects/in-place.ts';
import { otel } from '../dialects/otel.ts';
import type { Entry } from '../subjects/index.ts';

/** What is compared; all make the same calls. */
export type FormName = 'rate-none' | 'rate-spanfn' | 'rate-otel';

export const FORMS: readonly (Entry & { readonly name: FormName })[] = [
  { name: 'rate-none', label: 'not traced', file: 'bare', dialect: bare },
  { name: 'rate-spanfn', label: 'spanfn', file: 'spanfn-sent', dialect: inPlace },
  { name: 'rate-otel', label: 'OpenTelemetry', file: 'otel-otlp', dialect: otel },
];

/** One line of the report. */
export interface Pace {
  /** Spans a second. */
  readonly rate: number;
  /** Whether each span records the four arguments. */
  readonly fields: boolean;
  readonly body: 'sync' | 'async';
}

export const PACES: readonly Pace[] = (['sync', 'async'] as const).flatMap((body) =>
  [false, true].flatMap((fields) =>
    [10_000, 50_000, 100_000].map((rate) => ({ rate, fields, body })),
  ),
);

/** In the report. */
export function paceText({ rate, fields, body }: Pace): string {
  return `${rate}/s, ${body}, ${fields ? 4 : 0} fields`;
}
