import type { Batch } from '../../src/pipeline/exporters/exporter.ts';

/** A batch of so many spans, whose bytes say nothing. */
export function batch(count: number, parts: Partial<Batch> = {}): Batch {
  return {
    signal: 'traces',
    count,
    byteLength: count * 64,
    resource: { attributes: {} },
    spans: [],
    logs: [],
    protobuf: () => new Uint8Array([1, 2, 3]),
    json: () => '{"resourceSpans":[]}',
    ...parts,
  };
}
