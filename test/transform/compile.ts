import { join } from 'node:path';
import type { Options } from '@swc/core';
import { pluginPath } from '../../transform/plugin-path.ts';
import { installedSwc, publishedSwc, type Swc } from '../schema/swc.ts';
import type { Fixture, Variant } from './fixture.ts';

/** Version of @swc/core to test with; none for the one that is installed. */
export const VERSION: string | undefined = process.env['SPANFN_SWC'];

export const swc: typeof Swc = VERSION === undefined ? installedSwc() : publishedSwc(VERSION);

/** What becomes of a module: `commonjs` to run it, else it keeps its imports, for people to read. */
export type Form = 'commonjs' | 'esm';

/** Sources seem to be in a project, since spans are named after the module that they are in. */
export const PROJECT = 'src';

/** Compiles one source of a fixture, with the plugin or without. */
export function compile(
  { plugin, isModule }: Pick<Fixture, 'plugin' | 'isModule'>,
  source: string,
  variant: Variant,
  form: Form,
  { times = variant.times, file = 'input.ts' }: { times?: number; file?: string } = {},
): string {
  const entry = [pluginPath(), plugin] as [string, Record<string, unknown>];
  const options: Options = {
    filename: `${PROJECT}/${file}`,
    swcrc: false,
    configFile: false,
    isModule,
    ...(form === 'commonjs' && isModule && { module: { type: 'commonjs' } }),
    jsc: {
      target: variant.target,
      externalHelpers: form === 'esm', // They are not what one wants to read.
      parser: file.endsWith('.ts')
        ? { syntax: 'typescript', decorators: true }
        : { syntax: 'ecmascript' },
      transform: dialect(variant.decorators),
      experimental: {
        cacheRoot: join(process.cwd(), '.cache/swc/plugins'),
        plugins: Array<typeof entry>(times).fill(entry),
        runPluginFirst: variant.order === 'first',
      },
    },
  };
  return swc.transformSync(source, options).code;
}

type SwcTransform = NonNullable<NonNullable<Options['jsc']>['transform']>;

function dialect(decorators: Variant['decorators']): SwcTransform {
  return decorators === 'legacy'
    ? { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false }
    : ({ decoratorVersion: decorators } as SwcTransform);
}
