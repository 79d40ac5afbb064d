import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Binary } from './binary.ts';
import { buildPackage, CACHE, type GoModule, run, writeModule } from './go.ts';

const VERSION = 'v0.165.0';
/** Version of the parts of it that are stable. */
const STABLE = 'v1.71.0';
const CORE = 'go.opentelemetry.io/collector';
const RECEIVER = `${CORE}/receiver/otlpreceiver`;
const EXPORTER = 'github.com/open-telemetry/opentelemetry-collector-contrib/exporter/fileexporter';
const PROVIDER = `${CORE}/confmap/provider/fileprovider`;

const MODULE: GoModule = {
  folder: join(CACHE, `otelcol-${VERSION}`),
  go: '1.25.0',
  require: {
    [`${CORE}/otelcol`]: VERSION,
    [RECEIVER]: VERSION,
    [EXPORTER]: VERSION,
    [PROVIDER]: STABLE,
  },
};

const MANIFEST = `
dist:
  name: otelcol
  output_path: .
receivers:
  - gomod: ${RECEIVER} ${VERSION}
exporters:
  - gomod: ${EXPORTER} ${VERSION}
providers:
  - gomod: ${PROVIDER} ${STABLE}
conf_resolver:
  default_uri_scheme: file
`;

/** The OpenTelemetry Collector, composed by its own builder of what the tests use. */
export const COLLECTOR: Binary = {
  name: 'OpenTelemetry Collector',
  variable: 'SPANFN_COLLECTOR',
  names: ['otelcol-contrib', 'otelcol'],
  built: join(MODULE.folder, 'otelcol'),
  build() {
    mkdirSync(MODULE.folder, { recursive: true });
    writeFileSync(join(MODULE.folder, 'manifest.yaml'), MANIFEST);
    run(MODULE.folder, [
      'run',
      `${CORE}/cmd/builder@${VERSION}`,
      '--config=manifest.yaml',
      '--skip-get-modules',
      '--skip-compilation',
    ]);
    writeModule(MODULE);
    buildPackage(MODULE, '.', this.built);
  },
};
