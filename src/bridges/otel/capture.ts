import { currentFrame } from '../../frame/frame.ts';
import { type Bridge, bridge } from '../bridge.ts';
import { isWanted } from '../captured.ts';
import { checkCapture } from '../check.ts';
import { SPAN_KEY } from './context.ts';
import type { OtelLogger, OtelRecord, OtelSdkRecord } from './library.ts';
import { emitter } from './output.ts';
import { captureRecord, levelOf, type Told } from './record.ts';
import { fromHrTime, fromInput } from './time.ts';

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
 * Logs what is emitted by OpenTelemetry's loggers. Give it to the SDK among the `processors` of its
 * `LoggerProvider`, or, without the SDK, to `logs.setGlobalLoggerProvider`.
 *
 * @throws SpanFnError `SPANFN_BAD_OPTION`
 */
export function captureOtelLogs(options: OtelCaptureOptions = {}): OtelCapture {
  checkCapture(options, 'captureOtelLogs()', ['target']);
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

/** The SDK reads a clock of milliseconds where the program gave no time. */
function fromSdk(record: OtelSdkRecord): Told {
  const { severityNumber, severityText, body, eventName, attributes, spanContext } = record;
  const given = fromHrTime(record.hrTime);
  const isOwn = given !== fromHrTime(record.hrTimeObserved);
  return {
    severityNumber,
    severityText,
    body,
    eventName,
    attributes,
    spanContext,
    time: isOwn ? given : undefined,
  };
}

function fromApi({ timestamp, context, ...told }: OtelRecord): Told {
  const span = context?.getValue(SPAN_KEY) as
    | { spanContext(): OtelSdkRecord['spanContext'] }
    | undefined;
  return { ...told, time: fromInput(timestamp), spanContext: span?.spanContext() };
}
