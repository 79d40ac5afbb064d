import type { Plugin } from 'esbuild';

/**
 * Lets the generated text be imported without ever being a file of its own. What it imports is
 * relative to `bench/`.
 */
export function generated(contents: string): Plugin {
  const resolveDir = import.meta.dirname;
  return {
    name: 'generated',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^generated:/ }, ({ path }) => ({ path, namespace: 'generated' }));
      onLoad({ filter: /./, namespace: 'generated' }, () => ({
        contents,
        loader: 'ts',
        resolveDir,
      }));
    },
  };
}
