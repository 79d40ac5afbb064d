import type { Logger } from '@opentelemetry/api-logs';
import { SeverityNumber } from '@opentelemetry/api-logs';
import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-proto';
import { BatchLogRecordProcessor, LoggerProvider } from '@opentelemetry/sdk-logs';
import type { Subject } from './subject.ts';

/** The URL comes from the environment, as `OTEL_EXPORTER_OTLP_ENDPOINT`. */
const provider = new LoggerProvider({
  processors: [new BatchLogRecordProcessor({ exporter: new OTLPLogExporter() })],
  loggerConfigurator: () => ({
    disabled: false,
    minimumSeverity: SeverityNumber.INFO,
    traceBased: false,
  }),
});

export const log: Logger = provider.getLogger('bench');

export const subject: Subject = {
  drain: () => provider.forceFlush(),
  close: () => provider.shutdown(),
};
