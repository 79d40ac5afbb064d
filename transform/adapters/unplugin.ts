import type * as Swc from '@swc/core';
import type { UnpluginContextMeta, UnpluginInstance, UnpluginOptions } from 'unplugin';
import { swcOptions } from '../compile/swc-options.ts';
import { MENTION, mayConcern, SOURCE } from '../concern.ts';
import { peer } from '../peer.ts';
import { checkedPluginOptions } from '../plugin-options.ts';
import { pluginPath } from '../plugin-path.ts';
import { Tsconfigs } from '../tsconfig/tsconfig.ts';
import type { SpanfnOptions } from './options.ts';

/** The adapters of all build tools, by the names that unplugin gives them. */
export type Adapters = UnpluginInstance<SpanfnOptions | undefined, false>;

/**
 * @param neededBy What the user imported, for the message.
 * @throws SetupError where unplugin is not installed.
 */
export function adapters(neededBy: string): Adapters {
  const { createUnplugin } = peer<typeof import('unplugin')>('unplugin', neededBy);
  return createUnplugin((options: SpanfnOptions | undefined, { framework }) =>
    plugin(options ?? {}, framework, peer<typeof Swc>('@swc/core', neededBy)),
  );
}

/** These compile JSX themselves, each in its own way (fast refresh, Solid, …). */
const COMPILE_JSX = ['vite', 'rolldown', 'esbuild', 'farm'];
/** What a query asks for instead of the module itself. */
const OTHER_THAN_CODE = /[?&](raw|url|inline|worker|sharedworker)\b/;

function plugin(
  { include, exclude, tsconfig, swc, ...given }: SpanfnOptions,
  framework: UnpluginContextMeta['framework'],
  { transform, version: swcVersion }: typeof Swc,
): UnpluginOptions {
  const pluginOptions = checkedPluginOptions(given, 'Options of spanfn');
  const plugins = [[pluginPath(), pluginOptions]] as const;
  const tsconfigs = new Tsconfigs(tsconfig);
  const keepJsx = COMPILE_JSX.includes(framework);
  return {
    name: 'spanfn',
    enforce: 'pre', // Others strip the types and decorators that tell what a function is.
    esbuild: { onLoadFilter: SOURCE },
    buildStart: () => tsconfigs.clear(),
    transform: {
      filter: {
        id: {
          include: (include ?? /\.[cm]?[jt]sx?(\?|$)/) as string | RegExp,
          exclude: (exclude ?? /[\\/]node_modules[\\/]/) as string | RegExp,
        },
        ...(given.auto === undefined && { code: MENTION }),
      },
      async handler(code, id) {
        const file = id.replace(/\?.*/s, '');
        if (id.startsWith('\0') || OTHER_THAN_CODE.test(id) || !isSource(file)) return undefined;
        if (!mayConcern(code, file, pluginOptions)) return undefined;
        const compilerOptions = tsconfigs.optionsFor(file);
        const result = await transform(
          code,
          swcOptions({ file, compilerOptions, swcVersion, plugins, keepJsx, swc }),
        );
        return { code: result.code, map: result.map ?? null };
      },
    },
  };
}

function isSource(file: string): boolean {
  return SOURCE.test(file) && !/\.d\.[cm]?ts$/.test(file);
}
