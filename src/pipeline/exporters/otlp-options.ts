import { badOption, checkOptionNames } from '../../base/options.ts';
import { SIGNALS, type Signal } from './exporter.ts';
import type { LimitOptions } from './limits.ts';
import { checkRetry } from './limits.ts';

/** Sends to an OTLP receiver, such as a Collector, over HTTP. */
export interface OtlpOptions extends LimitOptions {
  readonly type: 'otlp';
  /** Default `http://localhost:4318`; `/v1/traces` and `/v1/logs` are put behind it. */
  readonly url?: string | undefined;
  /** Used as it is, instead. */
  readonly tracesUrl?: string | undefined;
  readonly logsUrl?: string | undefined;
  /** Default `http/protobuf`. */
  readonly protocol?: OtlpProtocol | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Default `none`. */
  readonly compression?: 'gzip' | 'none' | undefined;
  readonly tls?: TlsOptions | undefined;
  /** Default both. */
  readonly signals?: readonly Signal[] | undefined;
}

export type OtlpProtocol = 'http/protobuf' | 'http/json';

/** For `https:`; PEM texts. */
export interface TlsOptions {
  readonly ca?: string | undefined;
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
  readonly rejectUnauthorized?: boolean | undefined;
}

const OWNER = 'the otlp exporter';
const NAMES: readonly (keyof OtlpOptions)[] = [
  'type',
  'url',
  'tracesUrl',
  'logsUrl',
  'protocol',
  'headers',
  'compression',
  'tls',
  'signals',
  'timeout',
  'queueBytes',
  'retry',
];
/** What HTTP calls a token. */
export const HEADER_NAME: RegExp = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const PROTOCOLS: readonly unknown[] = ['http/protobuf', 'http/json'];
const TLS_NAMES: readonly (keyof TlsOptions)[] = ['ca', 'cert', 'key', 'rejectUnauthorized'];

/** Puts the path of a signal behind a base URL. */
export function signalUrl(base: URL, signal: Signal): URL {
  const url = new URL(base);
  url.pathname = `${url.pathname.replace(/\/$/, '')}/v1/${signal}`;
  return url;
}

/** @throws SpanFnError `SPANFN_BAD_OPTION` */
export function checkOtlpOptions(given: object): OtlpOptions {
  checkOptionNames(given, NAMES, OWNER);
  const options = given as OtlpOptions;
  for (const name of ['url', 'tracesUrl', 'logsUrl'] as const) checkUrl(name, options[name]);
  const { protocol = 'http/protobuf', compression = 'none', headers = {}, tls = {} } = options;
  if (!PROTOCOLS.includes(protocol)) {
    throw badOption(OWNER, 'protocol', protocol, 'http/protobuf or http/json; grpc is not spoken');
  }
  if (compression !== 'gzip' && compression !== 'none') {
    throw badOption(OWNER, 'compression', compression, 'gzip or none');
  }
  checkHeaders(headers);
  checkTls(tls);
  checkSignals(options.signals);
  checkRetry(options, OWNER);
  return options;
}

function checkUrl(name: string, url: unknown): void {
  if (url === undefined) return;
  const parsed = typeof url === 'string' && URL.canParse(url) ? new URL(url).protocol : '';
  if (parsed === 'http:' || parsed === 'https:') return;
  throw badOption(OWNER, name, url, 'an http: or https: URL');
}

function checkHeaders(headers: unknown): void {
  const isRecord = typeof headers === 'object' && headers !== null;
  const fits = isRecord && Object.entries(headers).every(([name, value]) => isHeader(name, value));
  if (!fits) throw badOption(OWNER, 'headers', headers, 'an object of header names and texts');
}

function isHeader(name: string, value: unknown): boolean {
  return HEADER_NAME.test(name) && typeof value === 'string' && !/[\r\n\0]/.test(value);
}

function checkTls(tls: TlsOptions): void {
  checkOptionNames(tls, TLS_NAMES, 'tls');
  for (const [name, value] of Object.entries(tls)) {
    const [type, must] =
      name === 'rejectUnauthorized' ? ['boolean', 'true or false'] : ['string', 'PEM text'];
    if (value === undefined || typeof value === type) continue;
    throw badOption('tls', name, value, must);
  }
}

function checkSignals(signals: unknown): void {
  if (signals === undefined) return;
  const known: readonly unknown[] = SIGNALS;
  const fits =
    Array.isArray(signals) && signals.length > 0 && signals.every((one) => known.includes(one));
  if (!fits) throw badOption(OWNER, 'signals', signals, 'an array of traces, logs or both');
}
