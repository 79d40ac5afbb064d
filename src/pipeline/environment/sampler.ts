import type { RootSamplerOptions, SamplerOptions } from '../sampling/options.ts';
import type { Variables } from './variables.ts';

const NAME = 'OTEL_TRACES_SAMPLER';
const ARGUMENT = 'OTEL_TRACES_SAMPLER_ARG';
const PARENT = 'parentbased_';
const ROOTS = ['always_on', 'always_off', 'traceidratio'] as const;
const KNOWN = [...ROOTS, ...ROOTS.map((root) => `${PARENT}${root}` as const)];

/** Reads the head sampler; undefined if none is set. */
export function readSampler(variables: Variables): SamplerOptions | undefined {
  const name = variables.choice(NAME, KNOWN);
  if (name === undefined) return undefined;
  if (!name.startsWith(PARENT)) return root(variables, name);
  return { parent: root(variables, name.slice(PARENT.length)) };
}

function root(variables: Variables, name: string): RootSamplerOptions {
  if (name === 'traceidratio') return { ratio: readRatio(variables) };
  return name === 'always_on' ? 'always' : 'never';
}

/** OpenTelemetry's default is all. */
function readRatio(variables: Variables): number {
  const text = variables.text(ARGUMENT);
  if (text === undefined) return 1;
  const ratio = Number(text);
  if (ratio >= 0 && ratio <= 1) return ratio;
  variables.reject(ARGUMENT, 'use a number from 0 to 1; all traces are recorded');
  return 1;
}
