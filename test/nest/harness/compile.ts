import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Type } from '@nestjs/common';
import { transformSync } from '@swc/core';
import type { Mark } from './variants.ts';

/** What a compiled application exports. */
export interface CompiledApp {
  readonly AppModule: Type;
  readonly CONTROLLERS: readonly Type[];
}

const APP = fileURLToPath(new URL('../app/', import.meta.url));
/** Below the root, so that packages resolve as they do for users. */
const CACHE = fileURLToPath(new URL('../../../.cache/', import.meta.url));

const MARKED = /@(handler\w+|layer|enhancer|class(?:Above|Below))\b(\(\{[^{}]*\}\))?/g;
const MARKS_IMPORT = /import \{[^}]*\} from '\.\/marks\.ts';/;

const compiled = new Map<string, Promise<CompiledApp>>();

/**
 * The application with `@spanFn` in the places given. Without any it is the bare one: no trace
 * of `@spanFn` is left, nor an import of the package.
 */
export function compileApp(marks: readonly Mark[], packageName = 'spanfn'): Promise<CompiledApp> {
  const key = [packageName, ...marks].join();
  const app = compiled.get(key) ?? compileAndLoad(marks, packageName);
  compiled.set(key, app);
  return app;
}

async function compileAndLoad(marks: readonly Mark[], packageName: string): Promise<CompiledApp> {
  mkdirSync(CACHE, { recursive: true });
  const folder = mkdtempSync(join(CACHE, 'nest-'));
  try {
    for (const file of readdirSync(APP).filter((name) => name.endsWith('.ts'))) {
      const source = placeSpanFn(readFileSync(join(APP, file), 'utf8'), marks, packageName);
      writeFileSync(join(folder, file.replace(/\.ts$/, '.js')), compile(source, file));
    }
    return await import(pathToFileURL(join(folder, 'app.module.js')).href);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The compiler drops the import where no mark is left that needs it. */
function placeSpanFn(source: string, marks: readonly Mark[], packageName: string): string {
  return source
    .replace(MARKS_IMPORT, `import { spanFn } from ${JSON.stringify(packageName)};`)
    .replaceAll(MARKED, (_, mark: Mark, options = '') =>
      marks.includes(mark) ? `@spanFn${options}` : '',
    );
}

/** As the documentation of Nest sets SWC up. */
function compile(source: string, filename: string): string {
  const { code } = transformSync(source, {
    filename,
    swcrc: false,
    module: { type: 'es6' },
    jsc: {
      target: 'es2022',
      parser: { syntax: 'typescript', decorators: true },
      transform: {
        legacyDecorator: true,
        decoratorMetadata: true,
        useDefineForClassFields: false,
      },
    },
  });
  return code.replace(/(from ["']\.\/[\w.-]+)\.ts(["'])/g, '$1.js$2');
}
