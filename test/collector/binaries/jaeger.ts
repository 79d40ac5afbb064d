import { join } from 'node:path';
import type { Binary } from './binary.ts';
import { buildPackage, CACHE, type GoModule, writeModule } from './go.ts';

const PATH = 'github.com/jaegertracing/jaeger';
/** As Go modules go: in it, `cmd/jaeger` is Jaeger 2.13. */
const VERSION = 'v1.76.0';

const MODULE: GoModule = {
  folder: join(CACHE, `jaeger-${VERSION}`),
  go: '1.25.0',
  require: { [PATH]: VERSION },
  replace: { 'github.com/Shopify/sarama': 'v1.33.0' }, // As its own `go.mod` has it.
};

/** Jaeger 2, without its user interface. */
export const JAEGER: Binary = {
  name: 'Jaeger 2',
  variable: 'SPANFN_JAEGER',
  names: ['jaeger'],
  built: join(MODULE.folder, 'jaeger'),
  build() {
    writeModule(MODULE);
    buildPackage(MODULE, `${PATH}/cmd/jaeger`, this.built);
  },
};
