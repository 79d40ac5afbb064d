import { decodeLogs, decodeSpans } from '../../wire/otlp/decode.ts';
import { encodeLogs } from '../../wire/otlp/logs.ts';
import { encodeTraces } from '../../wire/otlp/traces.ts';
import type { Resource } from '../../wire/telemetry.ts';
import type { Metric } from '../metrics/metric.ts';
import { encodeMetrics } from '../metrics/otlp.ts';
import { prometheusText } from '../metrics/prometheus.ts';
import type { OpenSpan, OpenSpans } from '../retention/open-span.ts';
import {
  readableJson,
  readableLog,
  readableOpenSpan,
  readableSpan,
} from '../retention/readable.ts';
import type { RecordHistory, RecordPage } from '../retention/record-history.ts';
import { type Answer, listsJson, pageHeaders } from './answer.ts';
import { chooseFormat, contentType, type Format } from './format.ts';
import { logLine } from './log-text.ts';
import { parseQuery, type RecordQuery, recordQuery } from './query.ts';
import { traceTrees } from './trace-text.ts';

/** What there is to look at. */
export interface EndpointSources {
  readonly spans: RecordHistory;
  readonly logs: RecordHistory;
  readonly resource: Resource;
  readonly metrics: () => readonly Metric[];
  readonly openSpans: OpenSpans;
  /** Takes in what was recorded until now. */
  readonly refresh?: (() => void) | undefined;
  /** Since when metrics are counted; Unix time in ns. */
  readonly startTime: bigint;
}

/** A request as far as routes look at it. */
export interface Asked {
  /** Without the question mark. */
  readonly query: string;
  readonly accept: string | undefined;
}

export type Route = (sources: EndpointSources, asked: Asked) => Answer | Promise<Answer>;

/** By path. */
export const ROUTES: ReadonlyMap<string, Route> = new Map<string, Route>([
  ['/healthz', health],
  ['/logs', logs],
  ['/traces', traces],
  ['/metrics', metrics],
]);

const PARAMETERS = ['after', 'limit', 'format'];
/** Bytes of records in one answer, which may be ten times as long. */
const MAX_PAGE = 512 * 1024;
/** Milliseconds within which the threads are to say which spans are open. */
const OPEN_WITHIN = 500;

function health({ startTime }: EndpointSources, { query }: Asked): Answer {
  parseQuery(query, []);
  const uptime = Date.now() / 1000 - Number(startTime) / 1e9;
  const body = { status: 'ok', uptimeSeconds: Math.max(0, Math.round(uptime * 1000) / 1000) };
  return { type: contentType('json', false), body: `${JSON.stringify(body)}\n` };
}

function logs({ logs, resource }: EndpointSources, asked: Asked): Answer {
  const { format, page } = ask(logs, asked);
  const headers = pageHeaders(page);
  const type = contentType(format, false);
  if (format === 'protobuf') return { type, headers, body: encodeLogs(page.segments, resource) };
  const { items } = decodeLogs(page.segments);
  items.sort((one, other) => compare(one.time, other.time));
  if (format === 'text') return { type, headers, body: lines(items.map(logLine)) };
  const { next, dropped } = page;
  const readable = items.map((log) => readableJson(readableLog(log)));
  return { type, headers, body: listsJson({ logs: readable }, { next, dropped }) };
}

async function traces(sources: EndpointSources, asked: Asked): Promise<Answer> {
  const { format, page } = ask(sources.spans, asked);
  const headers = pageHeaders(page);
  const type = contentType(format, false);
  if (format === 'protobuf') {
    return { type, headers, body: encodeTraces(page.segments, sources.resource) };
  }
  const { items } = decodeSpans(page.segments);
  items.sort((one, other) => compare(one.startTime, other.startTime));
  const open = await openWithin(sources.openSpans, OPEN_WITHIN);
  if (format === 'text') return { type, headers, body: lines(traceTrees(items, open ?? [])) };
  const { next, dropped } = page;
  const spans = items.map((span) => readableJson(readableSpan(span)));
  const opened = open?.map((span) => readableJson(readableOpenSpan(span))) ?? null;
  return { type, headers, body: listsJson({ spans, open: opened }, { next, dropped }) };
}

function metrics(sources: EndpointSources, { query, accept }: Asked): Answer {
  const asked = parseQuery(query, ['format']).get('format');
  const format = chooseFormat(['text', 'protobuf'], asked, accept);
  const type = contentType(format, true);
  const collected = sources.metrics();
  if (format === 'text') return { type, body: prometheusText(collected) };
  const interval = { start: sources.startTime, time: BigInt(Date.now()) * 1_000_000n };
  return { type, body: encodeMetrics(collected, sources.resource, interval) };
}

interface AskedPage {
  readonly format: Format;
  readonly page: RecordPage;
}

function ask(history: RecordHistory, { query, accept }: Asked): AskedPage {
  const parameters = parseQuery(query, PARAMETERS);
  const wanted = recordQuery(parameters);
  const format = chooseFormat(['json', 'protobuf', 'text'], parameters.get('format'), accept);
  return { format, page: pageOf(history, wanted) };
}

function pageOf(history: RecordHistory, { after, limit }: RecordQuery): RecordPage {
  return after === undefined
    ? history.latest(limit, MAX_PAGE)
    : history.after(after, limit, MAX_PAGE);
}

/** Null if nobody answers in time. */
async function openWithin(openSpans: OpenSpans, ms: number): Promise<readonly OpenSpan[] | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, ms, null);
  });
  try {
    return await Promise.race([openSpans(), late]);
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}

function compare(one: bigint, other: bigint): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

function lines(texts: readonly string[]): string {
  return texts.map((text) => `${text}\n`).join('');
}
