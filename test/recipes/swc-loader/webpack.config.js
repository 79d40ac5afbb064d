module.exports = {
  mode: 'production',
  target: 'node20',
  entry: './src/main.ts',
  resolve: { extensions: ['.ts', '.js'] },
  module: { rules: [{ test: /\.ts$/, loader: 'swc-loader' }] },
};
