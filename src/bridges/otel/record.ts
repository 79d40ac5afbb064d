import { toValue } from '../../base/capture.ts';
import { wallAnchor } from '../../base/clock.ts';
import { LEVELS, type Level } from '../../base/level.ts';
import { cut } from '../../base/text.ts';
import { addError } from '../../log/error-fields.ts';
import { redactedKeys } from '../../span/redaction.ts';
import { addFields, capture, noteLevel, type Origin } from '../captured.ts';
import { spanContextOf } from './context.ts';
import type { OtelRecord, OtelSdkRecord } from './library.ts';
import { fromHrTime, fromInput } from './time.ts';

/** A record of OpenTelemetry, from wherever it comes. */
export interface Told extends Omit<OtelRecord, 'timestamp' | 'context'> {
  /** Unix time in ns, if it says so itself. */
  readonly time: bigint | undefined;
  readonly spanContext: OtelSdkRecord['spanContext'];
}

/** Four numbers a level; 0 is none. */
export function levelOf(severityNumber = 0): Level {
  if (!(severityNumber > 0)) return 'info';
  return LEVELS[Math.min(Math.floor((severityNumber - 1) / 4), LEVELS.length - 1)] as Level;
}

/** Logs a record, in the span that was current where it comes from; the span that it names itself is told by fields. */
export function captureRecord(origin: Omit<Origin, 'level'>, told: Told): void {
  const { severityNumber, severityText, body, eventName, attributes, exception, spanContext } =
    told;
  capture({ ...origin, level: levelOf(severityNumber) }, (event) => {
    if (told.time !== undefined) {
      const reading = told.time - wallAnchor;
      event.timeLow = Number(BigInt.asIntN(32, reading));
      event.timeHigh = Number(BigInt.asIntN(32, reading >> 32n));
    }
    if (exception !== undefined && exception !== null) addError(event, exception);
    if (body !== undefined && body !== null) event.body = toValue(body, redactedKeys());
    if (eventName !== undefined && eventName !== '') event.name = cut(eventName);
    if (attributes !== undefined) addFields(event, attributes);
    if (spanContext !== undefined && event.span === null) {
      addFields(event, { trace_id: spanContext.traceId, span_id: spanContext.spanId });
    }
    noteLevel(event, severityText);
  });
}

/** The SDK reads a clock of milliseconds where the program gave no time. */
export function fromSdk(record: OtelSdkRecord): Told {
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

/** The SDK takes the context that is current, if the program gives none. */
export function fromApi({ timestamp, context, ...told }: OtelRecord): Told {
  return { ...told, time: fromInput(timestamp), spanContext: spanContextOf(context) };
}
