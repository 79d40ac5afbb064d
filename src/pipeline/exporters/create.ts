import { chromeExporter } from './chrome.ts';
import type { Exporter } from './exporter.ts';
import { fileExporter } from './file.ts';
import { moduleExporter } from './module.ts';
import type { SentOptions } from './options.ts';
import { otlpExporter } from './otlp.ts';
import { parquetExporter } from './parquet.ts';

/**
 * Makes an exporter from options that were checked. Runs in the sidecar.
 *
 * @throws SpanFnError `SPANFN_BAD_EXPORTER`
 */
export async function createExporter(options: SentOptions): Promise<Exporter> {
  switch (options.type) {
    case 'otlp':
      return otlpExporter(options);
    case 'file':
      return fileExporter(options);
    case 'parquet':
      return parquetExporter(options);
    case 'chrome':
      return chromeExporter(options);
    case 'module':
      return moduleExporter(options);
  }
}
