import { wallAnchor } from '../../src/base/clock.ts';
import { Dispatch, type DispatchOptions } from '../../src/dispatch/dispatch.ts';
import {
  addScoped,
  installGlobal,
  removeScoped,
  uninstallGlobal,
} from '../../src/dispatch/installed.ts';
import { Frame, runInFrame } from '../../src/frame/frame.ts';
import { Gatherer } from '../../src/pipeline/sidecar/gather.ts';
import { EmittingThread } from '../../src/pipeline/sidecar/threads.ts';
import { decodeLogs, decodeSpans } from '../../src/wire/otlp/decode.ts';
import { logsJson } from '../../src/wire/otlp/json.ts';
import { encodeLogs } from '../../src/wire/otlp/logs.ts';
import { RecordWriter } from '../../src/wire/record-writer.ts';
import { ringBytes } from '../../src/wire/ring.ts';
import { RingSink } from '../../src/wire/ring-sink.ts';
import type { Segment } from '../../src/wire/source.ts';
import type { LogData, SpanData } from '../../src/wire/telemetry.ts';
import { decodeMessage, type Message } from '../wire/otlp-messages.ts';

/** What a program left in a ring. */
export interface Logged {
  readonly logs: LogData[];
  readonly spans: SpanData[];
  /** As a receiver sees them, by the official definitions. */
  readonly received: Message[];
  /** The same from OTLP's JSON. */
  readonly json: Message[];
  readonly records: RecordWriter;
  readonly segments: readonly Segment[];
  readonly dispatch: Dispatch;
}

/** Words of a ring ahead of its records. */
const RING_HEADER = ringBytes(0) / 4;
const RESOURCE = { attributes: { 'service.name': 'shop' } };

/** Runs `program`, whose spans and events go to a ring of so many bytes. */
export async function logged(
  program: () => unknown,
  options: DispatchOptions & { bytes?: number; global?: boolean } = {},
): Promise<Logged> {
  const ring = new SharedArrayBuffer(ringBytes(options.bytes ?? 1 << 20));
  new Int32Array(ring).fill(-1, RING_HEADER); // As after many a round.
  const records = new RecordWriter(ring);
  const dispatch = new Dispatch({}, { ...options, sink: new RingSink(records) });
  if (options.global === true) {
    installGlobal(dispatch);
    await program();
    uninstallGlobal(dispatch);
  } else {
    addScoped(dispatch);
    await runInFrame(new Frame(null, null, dispatch, false), async () => program());
    removeScoped(dispatch);
  }
  const segments = drained(ring);
  const logs = decodeLogs(segments).items;
  const body = encodeLogs(segments, RESOURCE);
  const message = decodeMessage('ExportLogsServiceRequest', body);
  const { resourceLogs } = JSON.parse(logsJson(logs, RESOURCE));
  return {
    logs,
    spans: decodeSpans(segments).items,
    received: message.resourceLogs[0].scopeLogs[0].logRecords ?? [],
    json: resourceLogs[0].scopeLogs[0].logRecords,
    records,
    segments,
    dispatch,
  };
}

function drained(ring: SharedArrayBuffer): Segment[] {
  const thread = new EmittingThread({ ring, threadId: 7, wallAnchor });
  const gatherer = new Gatherer();
  while (thread.drain(100, (run) => gatherer.add(thread, run)) > 0);
  return gatherer.take();
}
