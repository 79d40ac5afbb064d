import { join } from 'node:path';
import type { Options } from '@swc/core';
import { pluginPath } from '../../transform/plugin-path.ts';
import { installedSwc, publishedSwc, type Swc } from '../schema/swc.ts';
import type { Fixture, Variant } from './fixture.ts';

/** Version of @swc/core to test with; none for the one that is installed. */
export const VERSION: string | undefined = process.env['SPANFN_SWC'];

export const swc: typeof Swc = VERSION === undefined ? installedSwc() : publishedSwc(VERSION);

/** Whether that version understands the syntax; those before 1.15.21 bring the process down at the newest. */
export function isUnderstood({ decorators }: Variant): boolean {
  return decorators !== '2023-11' || !/^1\.15\.(1?\d|20)$/.test(swc.version);
}

/** What becomes of a module: `commonjs` to run it, else it keeps its imports, for people to read. */
export type Form = 'commonjs' | 'esm';

interface Place {
  /** How often the plugin is listed. */
  readonly times?: number;
  readonly file?: string;
  /** Where the file seems to be. */
  readonly path?: string;
}

/** Compiles one source of a fixture, with the plugin or without. */
export function compile(
  { plugin, isModule }: Pick<Fixture, 'plugin' | 'isModule'>,
  source: string,
  variant: Variant,
  form: Form,
  { times = variant.times, file = 'input.ts', path = `src/${file}` }: Place = {},
): string {
  const entry = [pluginPath(), plugin] as [string, Record<string, unknown>];
  const options: Options = {
    filename: path,
    swcrc: false,
    configFile: false,
    isModule,
    ...(form === 'commonjs' && isModule && { module: { type: 'commonjs' } }),
    jsc: {
      target: variant.target,
      externalHelpers: form === 'esm', // They are not what one wants to read.
      parser: path.endsWith('.ts')
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
