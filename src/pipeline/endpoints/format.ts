import { PROMETHEUS_TYPE } from '../metrics/prometheus.ts';
import { Problem } from './problem.ts';

/** In what form something is answered. */
export type Format = 'json' | 'text' | 'protobuf';

const TYPES: Readonly<Record<Format, string>> = {
  json: 'application/json',
  text: 'text/plain',
  protobuf: 'application/x-protobuf',
};

/** Whole value of `Content-Type`; text of metrics is Prometheus'. */
export function contentType(format: Format, isMetrics: boolean): string {
  if (format === 'protobuf') return TYPES.protobuf;
  return format === 'text' && isMetrics ? PROMETHEUS_TYPE : `${TYPES[format]}; charset=utf-8`;
}

/**
 * The form that a request wants: by the parameter `format`, else by `Accept`, else the first.
 *
 * @throws Problem if it is none of `formats`
 */
export function chooseFormat(
  formats: readonly Format[],
  asked: string | undefined,
  accept: string | undefined,
): Format {
  if (asked !== undefined) {
    const format = formats.find((one) => one === asked);
    if (format !== undefined) return format;
    throw new Problem(400, 'Parameter "format" cannot be this', { got: asked, allowed: formats });
  }
  const format = accepted(formats, accept?.trim() || '*/*');
  if (format !== undefined) return format;
  const allowed = formats.map((one) => TYPES[one]);
  throw new Problem(406, 'There is no answer of this type', { got: accept, allowed });
}

/** The one liked best; of those liked equally, the first of ours. */
function accepted(formats: readonly Format[], accept: string): Format | undefined {
  let best: Format | undefined;
  let bestQuality = 0;
  const ranges = accept.split(',').map(parseRange);
  for (const format of formats) {
    const quality = qualityOf(TYPES[format], ranges);
    if (quality > bestQuality) [best, bestQuality] = [format, quality];
  }
  return best;
}

interface MediaRange {
  readonly type: string;
  readonly quality: number;
}

function parseRange(text: string): MediaRange {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const q = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
  const quality = q === undefined ? 1 : Number(q);
  return { type, quality: quality >= 0 && quality <= 1 ? quality : 0 };
}

/** The range that says most of a type decides. */
function qualityOf(type: string, ranges: readonly MediaRange[]): number {
  const any = `${type.slice(0, type.indexOf('/'))}/*`;
  for (const wanted of [type, any, '*/*']) {
    const matching = ranges.filter((range) => range.type === wanted);
    if (matching.length > 0) return Math.max(...matching.map(({ quality }) => quality));
  }
  return 0;
}
