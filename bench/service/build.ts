import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';
import spanfn from 'spanfn/esbuild';
import { bundle, bundleSink } from '../bundle.ts';
import { FORMS, type Form } from './forms.ts';

export interface Programs {
  readonly sink: string;
  readonly load: string;
  /** The service, by form. */
  readonly services: Readonly<Record<Form['name'], string>>;
}

export async function buildService(): Promise<Programs> {
  const services: Record<Form['name'], string> = { none: '', spanfn: '', otel: '' };
  for (const { name, subject, parts, isInstrumented } of FORMS) {
    const contents = `import { serve } from './service/server.ts';
import { subject } from './subjects/${subject}.ts';
import * as parts from './service/${parts}.ts';
serve(subject, parts);`;
    const plugin = isInstrumented ? spanfn() : withoutDecorators();
    services[name] = await bundle(`service-${name}`, contents, plugin);
  }
  const load = await bundle('load', "import './service/load.ts';");
  return { sink: await bundleSink(), load, services };
}

/** The program as it would stand without any instrumentation. */
function withoutDecorators(): Plugin {
  return {
    name: 'without-decorators',
    setup({ onLoad }) {
      onLoad({ filter: /service\/orders\.ts$/ }, async ({ path }) => {
        const code = await readFile(path, 'utf8');
        return { contents: code.replace(/@spanFn(\(\{.*?\}\))?/g, ''), loader: 'ts' };
      });
    },
  };
}
