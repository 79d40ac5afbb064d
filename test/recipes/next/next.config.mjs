export default {
  experimental: { swcPlugins: [['spanfn/swc', {}]] },
};
