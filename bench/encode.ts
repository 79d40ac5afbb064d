import { deepStrictEqual } from 'node:assert/strict';
import { ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer';
import {
  InMemorySpanExporter,
  NodeTracerProvider,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-node';
import protobuf from 'protobufjs';
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
/** OpenTelemetry's batch. */
const BATCH = 512;
const ROUNDS = 300;

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
    for (let i = 0; i < BATCH; i++) functions[i % SITES]?.('item', i, 2.5, true);
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

interface Time {
  readonly best: number;
  readonly median: number;
}

/** ns for one span of a batch: at best, and as a rule. New memory may cost as much as encoding. */
function time(encode: () => unknown): Time {
  for (let i = 0; i < ROUNDS; i++) encode();
  const times = Array.from({ length: ROUNDS }, () => {
    const start = process.hrtime.bigint();
    encode();
    return Number(process.hrtime.bigint() - start) / BATCH;
  });
  return { best: Math.min(...times), median: median(times) };
}

const request = protobuf
  .loadSync('test/wire/proto/otlp.proto')
  .lookupType('otlp.ExportTraceServiceRequest');

/** Names and attributes of the spans of a request, in an order of their own. */
function content(body: Uint8Array): unknown {
  const message = request.toObject(request.decode(body), { longs: String, defaults: true });
  const [{ scopeSpans }] = message['resourceSpans'];
  return scopeSpans[0].spans.map(({ name, attributes }: { name: string; attributes: object[] }) => [
    name,
    ...attributes.map((attribute) => JSON.stringify(attribute)).sort(),
  ]);
}

console.log(`Node ${process.version}: ns to encode a span, at best (as a rule)`);
for (const fields of [0, 4]) {
  const segments = records(fields);
  const resource = { attributes: { 'service.name': 'bench' } };
  const spans = sdkSpans(fields);
  const encoders = {
    spanfn: () => encodeTraces(segments, resource),
    OpenTelemetry: () => ProtobufTraceSerializer.serializeRequest(spans) as Uint8Array,
  };
  deepStrictEqual(content(encoders.spanfn()), content(encoders.OpenTelemetry()));
  const [ours, theirs] = Object.values(encoders).map(time) as [Time, Time];
  const texts = Object.entries(encoders).map(([name, encode], i) => {
    const { best, median } = i === 0 ? ours : theirs;
    const bytes = encode().length / BATCH;
    return `${name} ${best.toFixed(0)} (${median.toFixed(0)}; ${bytes.toFixed(0)} bytes)`;
  });
  const ratio = `${(theirs.best / ours.best).toFixed(1)}x (${(theirs.median / ours.median).toFixed(1)}x)`;
  console.log(`  ${fields} fields: ${texts.join(', ')}: ${ratio}, goal: 8x`);
}
