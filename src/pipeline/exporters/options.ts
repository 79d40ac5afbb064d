import { badOption } from '../../base/options.ts';
import { checkOtlpOptions, type OtlpOptions } from './otlp-options.ts';

/** Where telemetry goes. */
export type ExporterOptions = OtlpOptions;

type Check = (options: object) => ExporterOptions;

const CHECKS: Readonly<Record<ExporterOptions['type'], Check>> = {
  otlp: checkOtlpOptions,
};

/**
 * Checks a list of exporters; a text alone stands for one with nothing but its `type`.
 *
 * @throws SpanFnError `SPANFN_BAD_OPTION`
 */
export function checkExporters(list: unknown): readonly ExporterOptions[] {
  if (!Array.isArray(list)) throw badOption('start()', 'exporters', list, 'an array');
  return list.map((one: unknown) => {
    const options = typeof one === 'string' ? { type: one } : one;
    const type = (options as { type?: unknown } | null)?.type;
    const isKnown = typeof type === 'string' && Object.hasOwn(CHECKS, type);
    if (isKnown) return CHECKS[type as ExporterOptions['type']](options as object);
    throw badOption('an exporter', 'type', type, `one of ${Object.keys(CHECKS).join(', ')}`);
  });
}
