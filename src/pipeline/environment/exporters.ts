import { isDeepStrictEqual } from 'node:util';
import { SIGNALS, type Signal } from '../exporters/exporter.ts';
import type { ConsoleExporterOptions } from '../exporters/options.ts';
import type { OtlpOptions } from '../exporters/otlp-options.ts';
import { type OtlpSettings, readOtlp } from './otlp.ts';
import type { Variables } from './variables.ts';

/** An exporter that variables can name. */
export type EnvironmentExporter = OtlpOptions | ConsoleExporterOptions;

/** By what variables call them. */
const KINDS: Readonly<Record<string, 'otlp' | 'console' | 'none'>> = {
  otlp: 'otlp',
  console: 'console',
  logging: 'console', // As it was called before.
  none: 'none',
};

/**
 * The exporters that the environment asks for. A signal is exported if its `_EXPORTER` variable
 * says where to, or if an endpoint is set for it; the wish for it must be told by somebody.
 *
 * Undefined if nothing of that is set: then the environment says nothing. An empty array if it
 * says that nothing is to be exported.
 */
export function readExporters(variables: Variables): EnvironmentExporter[] | undefined {
  const chosen = SIGNALS.map((signal) => ({ signal, kinds: readKinds(variables, signal) }));
  if (chosen.every(({ kinds }) => kinds === undefined)) return undefined;
  const to = (kind: string): Signal[] =>
    chosen.filter(({ kinds }) => kinds?.includes(kind)).map(({ signal }) => signal);
  return [...otlpExporters(variables, to('otlp')), ...consoleExporters(to('console'))];
}

function readKinds(variables: Variables, signal: Signal): string[] | undefined {
  const upper = signal.toUpperCase();
  const name = `OTEL_${upper}_EXPORTER`;
  const listed = variables.list(name);
  if (listed === undefined) {
    const endpoints = ['OTEL_EXPORTER_OTLP_ENDPOINT', `OTEL_EXPORTER_OTLP_${upper}_ENDPOINT`];
    return endpoints.some((endpoint) => variables.text(endpoint)) ? ['otlp'] : undefined;
  }
  const known = listed.filter((kind) => Object.hasOwn(KINDS, kind));
  const unknown = listed.filter((kind) => !known.includes(kind)).join();
  if (unknown !== '') {
    variables.reject(name, 'use otlp, console, none; a Collector passes on to others', unknown);
  }
  return known.map((kind) => KINDS[kind] as string);
}

/** One exporter for both signals, if nothing but the address differs. */
export function otlpExporters(variables: Variables, signals: readonly Signal[]): OtlpOptions[] {
  const [first, second] = signals.map((signal) => ({
    signal,
    ...readOtlp(variables, signal),
  }));
  if (first === undefined) return [];
  const addresses = { ...addressOf(first), ...(second && addressOf(second)) };
  if (second === undefined || isDeepStrictEqual(first.settings, second.settings)) {
    return [{ type: 'otlp', ...addresses, ...first.settings, ...only(signals) }];
  }
  return [first, second].map((one) => ({
    type: 'otlp',
    ...addressOf(one),
    ...one.settings,
    signals: [one.signal],
  }));
}

function addressOf({ signal, url }: { signal: Signal; url: string | undefined }): OtlpSettings {
  if (url === undefined) return {};
  return signal === 'traces' ? { tracesUrl: url } : { logsUrl: url };
}

function consoleExporters(signals: readonly Signal[]): ConsoleExporterOptions[] {
  return signals.length === 0 ? [] : [{ type: 'console', ...only(signals) }];
}

/** Names signals where they are not all. */
function only(signals: readonly Signal[]): { signals?: readonly Signal[] } {
  return signals.length === SIGNALS.length ? {} : { signals };
}
