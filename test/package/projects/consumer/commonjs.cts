import { type SpanFnErrorCode, span, spanFn } from 'spanfn';
import { abiVersion } from 'spanfn/abi';
import { captureConsole } from 'spanfn/bridges/console';
import { captureOtelLogs, toOtelLogs } from 'spanfn/bridges/otel';
import { pinoMixin, toPino } from 'spanfn/bridges/pino';
import { winstonFormat } from 'spanfn/bridges/winston';
import { type Recording, record } from 'spanfn/testing';

const total = spanFn({ args: ['price'] }, (price: number) => price * abiVersion);

export const recording: Promise<Recording> = record(() => span('a', () => total(1)));
export const code: SpanFnErrorCode = 'SPANFN_TWO_COPIES';

// @ts-expect-error a text is no number
total('1');
// @ts-expect-error a promise is no recording
export const wrong: Recording = record(() => {});

captureConsole({ silent: true }).off();
export const bridges: object[] = [pinoMixin(), winstonFormat(), captureOtelLogs()];
toOtelLogs({ emit() {} }).off();
// @ts-expect-error no logger of pino
toPino({});
