const swc = {
  jsc: {
    target: 'es2022',
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true },
    experimental: { runPluginFirst: true, plugins: [['spanfn/swc', {}]] },
  },
};

export default {
  mode: 'production',
  target: 'node20',
  entry: './src/main.ts',
  output: { filename: 'main.js', chunkFormat: 'module', module: true },
  resolve: { extensions: ['.ts', '.js'] },
  module: { rules: [{ test: /\.ts$/, loader: 'builtin:swc-loader', options: swc }] },
};
