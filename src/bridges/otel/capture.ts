import { currentFrame } from '../../frame/frame.ts';
import { type Bridge, bridge } from '../bridge.ts';
import { isWanted } from '../captured.ts';
import { checkCapture } from '../check.ts';
import {
  anyLoggerOf,
  type OtelLogger,
  type OtelLoggerProvider,
  type OtelRecord,
  type OtelSdkRecord,
} from './library.ts';
import { captureRecord, fromApi, fromSdk, levelOf } from './record.ts';
import { emitter, tapOtel } from './tap.ts';

/** How records of OpenTelemetry are captured. */
export interface OtelCaptureOptions {
  /** What filters match; default the name of the logger that emits. */
  readonly target?: string | undefined;
}

interface Asked {
  readonly severityNumber?: number;
  readonly instrumentationScope?: { readonly name: string };
}

/** A processor for the SDK's `LoggerProvider`, or a `LoggerProvider` by itself. */
export interface OtelCapture extends Bridge {
  onEmit(record: OtelSdkRecord): void;
  enabled(asked: Asked): boolean;
  forceFlush(): Promise<void>;
  shutdown(): Promise<void>;
  getLogger(name: string): OtelLogger & { enabled(asked?: Asked): boolean };
}

/**
 * Logs what is emitted by the loggers of a provider of OpenTelemetry, or of the one that a logger is
 * of. They go on exporting; what exporters print is not captured.
 *
 * @throws SpanFnError `SPANFN_BAD_OPTION`
 */
export function captureOtelLogs(
  from: OtelLogger | OtelLoggerProvider,
  options?: OtelCaptureOptions,
): Bridge;
/**
 * The same as an object to give to the SDK among the `processors` of its `LoggerProvider`, or,
 * without the SDK, to `logs.setGlobalLoggerProvider`.
 */
export function captureOtelLogs(options?: OtelCaptureOptions): OtelCapture;
export function captureOtelLogs(
  fromOrOptions: OtelLogger | OtelLoggerProvider | OtelCaptureOptions = {},
  options: OtelCaptureOptions = {},
): Bridge | OtelCapture {
  const logger = anyLoggerOf(fromOrOptions);
  const given = logger === undefined ? (fromOrOptions as OtelCaptureOptions) : options;
  checkCapture(given, 'captureOtelLogs()', ['target']);
  return logger === undefined ? processor(given) : tapOtel(logger, given);
}

function processor(options: OtelCaptureOptions): OtelCapture {
  let isOn = true;
  const targetFor = (scope: string): string => options.target ?? scope;
  const enabled = (asked: Asked = {}, scope = ''): boolean =>
    isOn && isWanted(levelOf(asked.severityNumber), targetFor(scope));
  const ours = bridge(() => {
    isOn = false;
  });
  return {
    ...ours,
    onEmit(record) {
      if (!isOn) return;
      const scope = record.instrumentationScope.name;
      captureRecord({ ...emitter(), target: targetFor(scope) }, fromSdk(record));
    },
    enabled: (asked) => enabled(asked, asked.instrumentationScope?.name),
    forceFlush: async () => {},
    shutdown: async () => ours.off(),
    getLogger: (name) => ({
      emit(record: OtelRecord) {
        if (!isOn) return;
        const origin = { frame: currentFrame(), target: targetFor(name), printer: null };
        captureRecord(origin, fromApi(record));
      },
      enabled: (asked) => enabled(asked, name),
    }),
  };
}
