import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { rawLog, Warning } from '../../base/raw-log.ts';
import { VERSION } from '../../base/version.ts';
import {
  type Batch,
  type Exporter,
  type ExportResult,
  RetryableError,
  type Signal,
} from './exporter.ts';
import { type Answer, poster } from './http-post.ts';
import { type OtlpOptions, signalUrl } from './otlp-options.ts';
import { partialSuccess } from './partial-success.ts';
import { refusal } from './refusal.ts';

const compress = promisify(gzip);

/** What the protocol says may succeed later. */
const RETRYABLE: readonly number[] = [429, 502, 503, 504];

/** Sends batches to an OTLP receiver over HTTP. */
export function otlpExporter(options: OtlpOptions): Exporter {
  const { post, close } = poster(options.tls);
  const isJson = options.protocol === 'http/json';
  const isGzipped = options.compression === 'gzip';
  const warning = new Warning('spanfn: exporter otlp', rawLog);
  const headers = {
    ...options.headers,
    'user-agent': `OTel-OTLP-Exporter-spanfn/${VERSION}`,
    'content-type': isJson ? 'application/json' : 'application/x-protobuf',
    ...(isGzipped ? { 'content-encoding': 'gzip' } : {}),
  };
  return {
    name: 'otlp',
    signals: options.signals,
    async export(batch: Batch, signal: AbortSignal): Promise<ExportResult> {
      const plain = isJson ? Buffer.from(batch.json()) : batch.protobuf();
      const body = isGzipped ? await compress(plain) : plain;
      const url = urlFor(batch.signal, options);
      const answer = await retryable(url, signal, () => post(url, headers, body, signal));
      checkStatus(answer, url);
      const { rejected, message } = partialSuccess(answer);
      if (rejected > 0 || message !== '')
        warning.say(`${placeOf(url)}: ${rejected} rejected: ${message}`);
      return { rejected };
    },
    close,
  };
}

function urlFor(signal: Signal, { url, tracesUrl, logsUrl }: OtlpOptions): URL {
  const given = signal === 'traces' ? tracesUrl : logsUrl;
  if (given !== undefined) return new URL(given);
  return signalUrl(new URL(url ?? 'http://localhost:4318'), signal);
}

/** For messages: without user, password and query, which may be secret. */
function placeOf({ origin, pathname }: URL): string {
  return origin + pathname;
}

/** A connection that cannot be made, or breaks, may be made later. */
async function retryable(
  url: URL,
  signal: AbortSignal,
  send: () => Promise<Answer>,
): Promise<Answer> {
  try {
    return await send();
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    const { message, code } = error as NodeJS.ErrnoException;
    throw new RetryableError(`${placeOf(url)}: ${message || code}`, undefined, { cause: error });
  }
}

function checkStatus(answer: Answer, url: URL): void {
  const { status, headers } = answer;
  if (status >= 200 && status < 300) return;
  const said = refusal(answer);
  const message = `${placeOf(url)} answered ${status}${said && `: ${said}`}`;
  if (RETRYABLE.includes(status)) {
    throw new RetryableError(message, retryAfter(headers['retry-after']));
  }
  if (status >= 300 && status < 400) {
    throw new Error(`${message}: redirects are not followed, write the URL that it leads to`);
  }
  throw new Error(message);
}

/** Milliseconds that a `Retry-After` header asks for: it has seconds, or a date. */
function retryAfter(header: string | undefined): number | undefined {
  if (header === undefined) return undefined;
  if (/^\d+$/.test(header)) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now());
}
