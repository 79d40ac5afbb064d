import { readFileSync } from 'node:fs';
import { withoutUndefined } from '../../base/options.ts';
import type { Signal } from '../exporters/exporter.ts';
import {
  HEADER_NAME,
  type OtlpOptions,
  type OtlpProtocol,
  signalUrl,
  type TlsOptions,
} from '../exporters/otlp-options.ts';
import { parsePairs } from './pairs.ts';
import type { Variables } from './variables.ts';

/** Options of the OTLP exporter, but for its type. */
export type OtlpSettings = Omit<OtlpOptions, 'type'>;

const PREFIX = 'OTEL_EXPORTER_OTLP_';

/** Reads how one signal is exported; its own variables come before those of all signals. */
export function readOtlp(
  variables: Variables,
  signal: Signal,
): { url: string | undefined; settings: OtlpSettings } {
  const nameOf = (what: string): string => {
    const own = `${PREFIX}${signal.toUpperCase()}_${what}`;
    return variables.text(own) === undefined ? PREFIX + what : own;
  };
  const settings = {
    protocol: readProtocol(variables, nameOf('PROTOCOL')),
    headers: readHeaders(variables, signal),
    compression: variables.choice(nameOf('COMPRESSION'), ['gzip', 'none']),
    timeout: variables.whole(nameOf('TIMEOUT'), 1),
    tls: readTls(variables, nameOf),
  };
  noteInsecure(variables, nameOf('INSECURE'));
  return { url: readUrl(variables, signal), settings: withoutUndefined(settings) };
}

/** The endpoint of a signal is used as it is; the one of all has a path put behind it. */
function readUrl(variables: Variables, signal: Signal): string | undefined {
  const own = readEndpoint(variables, `${PREFIX}${signal.toUpperCase()}_ENDPOINT`);
  if (own !== undefined) return own.href;
  const base = readEndpoint(variables, `${PREFIX}ENDPOINT`);
  return base === undefined ? undefined : signalUrl(base, signal).href;
}

function readEndpoint(variables: Variables, name: string): URL | undefined {
  const text = variables.text(name);
  if (text === undefined) return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url;
  variables.reject(name, 'write a URL such as http://localhost:4318, the default');
  return undefined;
}

function readProtocol(variables: Variables, name: string): OtlpProtocol | undefined {
  const text = variables.text(name)?.toLowerCase();
  if (text !== 'grpc') return variables.choice(name, ['http/protobuf', 'http/json']);
  variables.reject(
    name,
    'http/protobuf is spoken instead; let the endpoint name a port for it, mostly 4318',
  );
  return undefined;
}

/** Headers of all signals and those of this one together. Their values are secrets. */
function readHeaders(variables: Variables, signal: Signal): Record<string, string> | undefined {
  const names = [`${PREFIX}HEADERS`, `${PREFIX}${signal.toUpperCase()}_HEADERS`];
  const headers = names.map((name) => parseHeaders(variables, name));
  const all = Object.assign({}, ...headers);
  return Object.keys(all).length === 0 ? undefined : all;
}

function parseHeaders(variables: Variables, name: string): Record<string, string> {
  try {
    const headers = parsePairs(variables.text(name) ?? '');
    if (Object.entries(headers).every(isHeader)) return lowerCase(headers);
  } catch {} // Said below.
  variables.rejectSecret(name, 'write name=value,name2=value2, with %25 for a percent');
  return {};
}

/** Names differ by more than case: else one could be sent twice. */
function lowerCase(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
}

/** Whether HTTP can carry it. */
function isHeader([name, value]: [string, string]): boolean {
  return HEADER_NAME.test(name) && /^[\t\x20-\x7e\x80-\xff]*$/.test(value);
}

function readTls(variables: Variables, nameOf: (what: string) => string): TlsOptions | undefined {
  const tls = withoutUndefined({
    ca: readFile(variables, nameOf('CERTIFICATE')),
    cert: readFile(variables, nameOf('CLIENT_CERTIFICATE')),
    key: readFile(variables, nameOf('CLIENT_KEY')),
  });
  return Object.keys(tls).length === 0 ? undefined : tls;
}

function readFile(variables: Variables, name: string): string | undefined {
  const path = variables.text(name);
  if (path === undefined) return undefined;
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unreadable';
    variables.reject(name, `name a PEM file that can be read (${code})`);
    return undefined;
  }
}

function noteInsecure(variables: Variables, name: string): void {
  if (variables.text(name) === undefined) return;
  variables.reject(name, 'it is for grpc; with HTTP, the endpoint begins with http: or https:');
}
