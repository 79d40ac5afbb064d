import { ROOT_CONTEXT, SpanKind, TraceFlags, trace as traceApi } from '@opentelemetry/api';
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  type Sampler as OtelSampler,
  ParentBasedSampler,
  SamplingDecision,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace-base';
import { describe, expect, test } from 'vitest';
import { SpanFnError } from '../../src/base/errors.ts';
import { newTrace, randomIds, Trace, words } from '../../src/base/ids.ts';
import { checkSamplerOptions, type SamplerOptions } from '../../src/pipeline/sampling/options.ts';
import { createSampler } from '../../src/pipeline/sampling/sampler.ts';
import { Site } from '../../src/site/site.ts';

const site = new Site({ name: 'Cart.total', kind: 'sync' });
const ids = randomIds(Int32Array.of(1, 2, 3, 4));
const TRACES = Array.from({ length: 100_000 }, () => newTrace(ids));
interface RemoteParent {
  readonly sampled: boolean;
}
const SAMPLED: RemoteParent = { sampled: true };
const NOT_SAMPLED: RemoteParent = { sampled: false };

function traceOf(hex: string): Trace {
  const [a, b, c, d] = words(hex) as [number, number, number, number];
  return new Trace(a, b, c, d, 1, null);
}

/** How many of the traces are sampled. */
function count(options: SamplerOptions): number {
  const sampler = createSampler(options);
  return TRACES.filter((trace) => sampler.sample(site, trace, null)).length;
}

describe('a ratio', () => {
  test('of 0 and 1 is exact', () => {
    expect(count({ ratio: 0 })).toBe(0);
    expect(count({ ratio: 1 })).toBe(TRACES.length);
    const zeros = traceOf(`${'f'.repeat(18)}${'0'.repeat(14)}`);
    expect(createSampler({ ratio: 1 }).sample(site, zeros, null)).toBe(true);
    const ones = traceOf('f'.repeat(32));
    expect(createSampler({ ratio: 0 }).sample(site, ones, null)).toBe(false);
  });

  test.each([0.001, 0.1, 0.25, 1 / 3, 0.5, 0.9, 0.999])('of %d is met', (ratio) => {
    const n = TRACES.length;
    const fiveSigma = 5 * Math.sqrt(n * ratio * (1 - ratio));
    expect(Math.abs(count({ ratio }) - n * ratio)).toBeLessThan(fiveSigma);
  });

  test.each([1e-9, 0.01, 1 / 3, 0.5, 0.75, 1 - 1e-9])(
    'of %d samples those whose 56 rightmost bits reach the threshold',
    (ratio) => {
      const threshold = 2n ** 56n - BigInt(Math.round(ratio * 2 ** 56));
      const sampler = createSampler({ ratio });
      const near = [-1n, 0n, 1n].map((step) => threshold + step);
      const edges = near.map((bits) =>
        traceOf(`${'a'.repeat(18)}${bits.toString(16).padStart(14, '0')}`),
      );
      for (const trace of [...edges, ...TRACES.slice(0, 10_000)]) {
        const bits = BigInt(`0x${trace.hex.slice(18)}`);
        expect(sampler.sample(site, trace, null)).toBe(bits >= threshold);
      }
    },
  );

  test('looks at nothing but these bits', () => {
    const sampler = createSampler({ ratio: 0.5 });
    expect(sampler.sample(site, traceOf(`${'0'.repeat(18)}80000000000000`), null)).toBe(true);
    expect(sampler.sample(site, traceOf(`${'f'.repeat(18)}7fffffffffffff`), null)).toBe(false);
  });

  test('contains what a smaller one samples', () => {
    const small = createSampler({ ratio: 0.1 });
    const large = createSampler({ ratio: 0.3 });
    const lost = TRACES.filter(
      (trace) => small.sample(site, trace, null) && !large.sample(site, trace, null),
    );
    expect(lost).toEqual([]);
  });

  test('above 0 is never 0', () => {
    const sampler = createSampler({ ratio: Number.MIN_VALUE });
    expect(sampler.sample(site, traceOf('f'.repeat(32)), null)).toBe(true);
    expect(sampler.sample(site, traceOf(`${'f'.repeat(31)}e`), null)).toBe(false);
  });
});

describe('as OpenTelemetry does', () => {
  const asked = (sampler: OtelSampler, trace: Trace, parent: RemoteParent | null): boolean => {
    const traceFlags = parent?.sampled ? TraceFlags.SAMPLED : TraceFlags.NONE;
    const spanContext = {
      traceId: trace.hex,
      spanId: '00000000000000ff',
      isRemote: true,
      traceFlags,
    };
    const context =
      parent === null ? ROOT_CONTEXT : traceApi.setSpanContext(ROOT_CONTEXT, spanContext);
    const result = sampler.shouldSample(context, trace.hex, 'x', SpanKind.INTERNAL, {}, []);
    return result.decision === SamplingDecision.RECORD_AND_SAMPLED;
  };
  const on = new AlwaysOnSampler();
  const off = new AlwaysOffSampler();
  const pairs: [SamplerOptions | undefined, OtelSampler][] = [
    ['always', on],
    ['never', off],
    [{ ratio: 0 }, new TraceIdRatioBasedSampler(0)],
    [{ ratio: 1 }, new TraceIdRatioBasedSampler(1)],
    [undefined, new ParentBasedSampler({ root: on })],
    [{ parent: 'never' }, new ParentBasedSampler({ root: off })],
    [
      { parent: 'always', remoteSampled: 'never', remoteNotSampled: 'always' },
      new ParentBasedSampler({
        root: on,
        remoteParentSampled: off,
        remoteParentNotSampled: on,
      }),
    ],
  ];

  test.each(pairs)('%j', (options, theirs) => {
    const ours = createSampler(options);
    for (const parent of [null, SAMPLED, NOT_SAMPLED]) {
      for (const trace of TRACES.slice(0, 100)) {
        expect(ours.sample(site, trace, parent)).toBe(asked(theirs, trace, parent));
      }
    }
  });
});

describe('a function', () => {
  const trace = TRACES[0] as Trace;

  test('is given site and trace', () => {
    const sampler = createSampler((at, { hex }) => at.name === 'Cart.total' && hex === trace.hex);
    expect(sampler.sample(site, trace, null)).toBe(true);
    expect(sampler.sample(site, TRACES[1] as Trace, null)).toBe(false);
    expect(sampler.failures).toBe(0);
  });

  test('that throws costs no trace, and is counted', () => {
    const sampler = createSampler({
      parent: 'never',
      remoteSampled() {
        throw new Error('mistake');
      },
    });
    expect(sampler.sample(site, trace, SAMPLED)).toBe(true);
    expect(sampler.sample(site, trace, null)).toBe(false);
    expect(sampler.failures).toBe(1);
  });

  test('that answers anything but true or false is counted; a promise hurts nobody', async () => {
    const rejections: unknown[] = [];
    const listen = (error: unknown) => void rejections.push(error);
    process.on('unhandledRejection', listen);
    const failing = (async () => {
      throw new Error('later');
    }) as unknown as () => boolean;
    const sampler = createSampler(failing);
    expect(sampler.sample(site, trace, null)).toBe(true);
    await new Promise((resolve) => setImmediate(resolve));
    process.off('unhandledRejection', listen);
    expect(rejections).toEqual([]);
    expect(sampler.failures).toBe(1);
    expect(createSampler((() => undefined) as never).sample(site, trace, null)).toBe(true);
  });

  test('that makes spans itself is not asked for them', () => {
    let calls = 0;
    const inner: boolean[] = [];
    const sampler = createSampler(() => {
      calls++;
      inner.push(sampler.sample(site, trace, null));
      return true;
    });
    expect(sampler.sample(site, trace, null)).toBe(true);
    expect(sampler.sample(site, trace, null)).toBe(true);
    expect({ calls, inner }).toEqual({ calls: 2, inner: [false, false] });
  });
});

test.each([
  ['sometimes', 'always, never'],
  [null, 'always, never'],
  [{ ratio: 1.5 }, 'from 0 to 1'],
  [{ ratio: Number.NaN }, 'from 0 to 1'],
  [{ ratio: '0.5' }, 'from 0 to 1'],
  [{}, 'from 0 to 1'],
  [{ rate: 0.5 }, 'no such option'],
  [{ parent: 'x' }, '"parent"'],
  [{ parent: { parent: 'always' } }, 'no such option'],
  [{ parent: 'always', remoteSampled: 1 }, '"remoteSampled"'],
  [{ parent: 'always', local: 'never' }, 'no such option'],
])('sampler %j is refused', (options, text) => {
  const check = () => checkSamplerOptions(options);
  expect(check).toThrow(SpanFnError);
  expect(check).toThrow(text);
});
