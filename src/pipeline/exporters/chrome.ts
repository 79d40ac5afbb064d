import { checkOptionNames } from '../../base/options.ts';
import type { Resource, SpanData } from '../../wire/telemetry.ts';
import {
  asyncSpan,
  type EventText,
  logMoment,
  processName,
  type Track,
  threadName,
  threadSpan,
} from './chrome-events.ts';
import type { Batch, Exporter } from './exporter.ts';
import { Lanes } from './lanes.ts';
import { checkRetry, LIMIT_NAMES, type LimitOptions } from './limits.ts';
import {
  checkRotation,
  ROTATION_NAMES,
  RotatingFile,
  type RotationOptions,
} from './rotating-file.ts';

/**
 * Writes a trace that https://ui.perfetto.dev and `chrome://tracing` open, in the Trace Event
 * Format. Each run begins a new file, which can be opened even if the process is killed.
 */
export interface ChromeOptions extends RotationOptions, LimitOptions {
  readonly type: 'chrome';
}

const OWNER = 'the chrome exporter';
const NAMES: readonly string[] = ['type', ...ROTATION_NAMES, ...LIMIT_NAMES];

/** @throws SpanFnError `SPANFN_BAD_OPTION` */
export function checkChromeOptions(given: object): ChromeOptions {
  checkOptionNames(given, NAMES, OWNER);
  const options = given as ChromeOptions;
  checkRotation(options, OWNER);
  checkRetry(options, OWNER);
  return options;
}

/** Writes events as an array whose end may be missing: the format allows for that. */
export function chromeExporter(options: ChromeOptions): Exporter {
  const track: Track = { pid: process.pid, zero: processStart() };
  const lanes = new Lanes();
  const threads = new Set<number>();
  let name = 'node';
  const head = (): string => {
    const names = [...threads].map((thread) => threadName(track, thread));
    return `[\n${[processName(track, name), ...names].join(',\n')}`;
  };
  const file = new RotatingFile(options, { fresh: true, head, foot: '\n]\n' });
  const eventsOf = (batch: Batch, unnamed: readonly number[]): EventText[] => [
    ...unnamed.map((thread) => threadName(track, thread)),
    ...batch.spans.flatMap((span) => spanEvents(track, span, lanes)),
    ...batch.logs.map((log) => logMoment(track, log)),
  ];
  return {
    name: 'chrome',
    async export(batch, signal) {
      name = serviceName(batch.resource) ?? name;
      const unnamed = newThreads(batch, threads);
      await file.append(`,\n${eventsOf(batch, unnamed).join(',\n')}`, signal);
      for (const thread of unnamed) threads.add(thread);
    },
    close: () => file.close(),
  };
}

function spanEvents(track: Track, span: SpanData, lanes: Lanes): EventText[] {
  if (span.kind === 'thread') lanes.pass(span);
  const events =
    span.kind === 'thread' ? threadSpan(track, span) : asyncSpan(track, span, lanes.place(span));
  if (span.parentSpanId === undefined || span.remoteParent) lanes.finish(span);
  return events;
}

/** Those that have no name in the file yet. */
function newThreads({ spans, logs }: Batch, named: ReadonlySet<number>): number[] {
  const found = new Set([...spans, ...logs].map(({ threadId }) => threadId));
  return [...found].filter((threadId) => !named.has(threadId));
}

function serviceName({ attributes }: Resource): string | undefined {
  const name = attributes['service.name'];
  return typeof name === 'string' ? name : undefined;
}

/** Unix time in ns; no span has begun before. */
function processStart(): bigint {
  return BigInt(Math.floor(Date.now() - process.uptime() * 1000)) * 1_000_000n;
}
