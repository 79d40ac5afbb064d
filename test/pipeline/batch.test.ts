import { expect, test } from 'vitest';
import { RecordBatch } from '../../src/pipeline/batch.ts';
import { decodeMessage } from '../wire/otlp-messages.ts';
import { logData, Records, SITE, sourceOf, spanData } from '../wire/records.ts';

const RESOURCE = { attributes: { 'service.name': 'shop' } };
const SPANS = [1, 3].map((sequence) => spanData({ sequence }));
const LOGS = [logData({ sequence: 2, fields: { a: 1 } })];
const segments = () => [
  new Records().span(SPANS[0]!).pad(32).log(LOGS[0]!).segment(),
  new Records().span(SPANS[1]!).segment(sourceOf([SITE])),
];

test('a batch of traces has the spans of all segments, in every form', () => {
  const batch = new RecordBatch('traces', segments(), RESOURCE);
  expect(batch).toMatchObject({ signal: 'traces', count: 2, spans: SPANS, logs: [] });
  expect(batch.byteLength).toBe(segments().reduce((sum, { bytes }) => sum + bytes.length, 0));
  const { resourceSpans } = decodeMessage('ExportTraceServiceRequest', batch.protobuf());
  expect(resourceSpans[0].scopeSpans[0].spans).toHaveLength(2);
  expect(JSON.parse(batch.json()).resourceSpans[0].scopeSpans[0].spans).toHaveLength(2);
});

test('a batch of logs has the log events of all segments, in every form', () => {
  const batch = new RecordBatch('logs', segments(), RESOURCE);
  expect(batch).toMatchObject({ signal: 'logs', count: 1, spans: [], logs: LOGS });
  const { resourceLogs } = decodeMessage('ExportLogsServiceRequest', batch.protobuf());
  expect(resourceLogs[0].scopeLogs[0].logRecords).toHaveLength(1);
  expect(JSON.parse(batch.json()).resourceLogs[0].scopeLogs[0].logRecords).toHaveLength(1);
});

test.each(['traces', 'logs'] as const)('each form of %s is made once, whoever asks', (signal) => {
  const given = segments();
  const batch = new RecordBatch(signal, given, RESOURCE);
  const forms = [batch.json(), batch.protobuf(), batch.spans, batch.logs];
  for (const { words } of given) words.fill(0); // Whoever makes one again finds nothing.
  const again = [batch.json(), batch.protobuf(), batch.spans, batch.logs];
  for (const [i, form] of again.entries()) expect(form).toBe(forms[i]);
});
