import type { Exporter } from './exporter.ts';
import type { ExporterOptions } from './options.ts';
import { otlpExporter } from './otlp.ts';

/** Makes an exporter from options that were checked. Runs in the sidecar. */
export async function createExporter(options: ExporterOptions): Promise<Exporter> {
  return otlpExporter(options);
}
