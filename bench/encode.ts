import { ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer';
import {
  InMemorySpanExporter,
  NodeTracerProvider,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-node';
import { spanFn } from 'spanfn';
import { wallAnchor } from '../src/base/clock.ts';
import { Dispatch } from '../src/dispatch/dispatch.ts';
import { addScoped, removeScoped } from '../src/dispatch/installed.ts';
import { Frame, runInFrame } from '../src/frame/frame.ts';
import { Gatherer } from '../src/pipeline/sidecar/gather.ts';
import { EmittingThread } from '../src/pipeline/sidecar/threads.ts';
import { encodeTraces } from '../src/wire/otlp/traces.ts';
import { RecordWriter } from '../src/wire/record-writer.ts';
import { ringBytes } from '../src/wire/ring.ts';
import type { Segment } from '../src/wire/source.ts';
import { SpanWriter } from '../src/wire/span-writer.ts';
import { median } from './measure/median.ts';

/** npm run bench:encode: what the sidecar pays for a span, beside OpenTelemetry's serializer. */
const SITES = 50;
const SPANS = 4000;
/** OpenTelemetry's batch; spans of ours are encoded by the thousand. */
const BATCH = 512;
const ROUNDS = 60;

const NAMES = ['name', 'index', 'price', 'flag'];

/** Records of so many spans, each with the first `fields` of the four arguments. */
function records(fields: number): Segment[] {
  const ring = new SharedArrayBuffer(ringBytes(1 << 20));
  const dispatch = new Dispatch({}, { sink: new SpanWriter(new RecordWriter(ring)) });
  const args = NAMES.slice(0, fields);
  const functions = Array.from({ length: SITES }, (_, i) =>
    spanFn({ name: `Service.method${i}`, kind: 'sync', args }, (..._: unknown[]) => {}),
  );
  addScoped(dispatch);
  runInFrame(new Frame(null, null, dispatch, false), () => {
    for (let i = 0; i < SPANS; i++) functions[i % SITES]?.('item', i, 2.5, true);
  });
  removeScoped(dispatch);
  const thread = new EmittingThread({ ring, threadId: 0, wallAnchor });
  const gatherer = new Gatherer();
  while (thread.drain(100, (run) => gatherer.add(thread, run)) > 0);
  return gatherer.take();
}

/** The same spans as the SDK has them, with what spanfn says of every site. */
function sdkSpans(fields: number): ReturnType<InMemorySpanExporter['getFinishedSpans']> {
  const exporter = new InMemorySpanExporter();
  const provider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
  const tracer = provider.getTracer('spanfn', '0.1.0');
  for (let i = 0; i < BATCH; i++) {
    const name = `Service.method${i % SITES}`;
    const site = { 'code.function.name': name, 'thread.id': 0, 'spanfn.kind': 'thread' };
    const own = Object.entries({ name: 'item', index: i, price: 2.5, flag: true }).slice(0, fields);
    tracer.startSpan(name, { attributes: { ...site, ...Object.fromEntries(own) } }).end();
  }
  return exporter.getFinishedSpans();
}

/** Median ns for one of `spans`. */
function time(spans: number, encode: () => unknown): number {
  for (let i = 0; i < ROUNDS; i++) encode();
  const times = Array.from({ length: ROUNDS }, () => {
    const start = process.hrtime.bigint();
    encode();
    return Number(process.hrtime.bigint() - start) / spans;
  });
  return median(times);
}

console.log(`Node ${process.version}: ns to encode a span`);
for (const fields of [0, 4]) {
  const segments = records(fields);
  const resource = { attributes: { 'service.name': 'bench' } };
  const spans = sdkSpans(fields);
  const ours = time(SPANS, () => encodeTraces(segments, resource));
  const theirs = time(BATCH, () => ProtobufTraceSerializer.serializeRequest(spans));
  const sizes = [
    encodeTraces(segments, resource).length / SPANS,
    (ProtobufTraceSerializer.serializeRequest(spans)?.length ?? 0) / BATCH,
  ].map((bytes) => `${bytes.toFixed(0)} bytes`);
  console.log(
    `  ${fields} fields: spanfn ${ours.toFixed(0)} (${sizes[0]}), OpenTelemetry ${theirs.toFixed(0)} (${sizes[1]}): ${(theirs / ours).toFixed(1)}x (goal: 8x)`,
  );
}
