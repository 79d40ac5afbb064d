import type { Exporter } from './exporter.ts';
import type { SentOptions } from './options.ts';
import { otlpExporter } from './otlp.ts';

/** Makes an exporter from options that were checked. Runs in the sidecar. */
export async function createExporter(options: SentOptions): Promise<Exporter> {
  return otlpExporter(options);
}
