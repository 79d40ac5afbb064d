import { type SpanFnErrorCode, span, spanFn } from 'spanfn';
import { abiVersion } from 'spanfn/abi';
import { captureConsole } from 'spanfn/bridges/console';
import { captureOtelLogs, toOtelLogs } from 'spanfn/bridges/otel';
import { pinoMixin, toPino } from 'spanfn/bridges/pino';
import { winstonFormat } from 'spanfn/bridges/winston';
import { type Recording, record } from 'spanfn/testing';

class Cart {
  @spanFn({ args: ['price'], level: 'debug' })
  total(price: number): number {
    return price * abiVersion;
  }
}

export const recording: Recording = await record(() => span('a', () => new Cart().total(1)));
export const code: SpanFnErrorCode = 'SPANFN_TWO_COPIES';

// @ts-expect-error a text is no number
new Cart().total('1');
// @ts-expect-error no such option
spanFn({ levle: 'debug' });

captureConsole({ silent: true }).off();
export const bridges: object[] = [pinoMixin(), winstonFormat(), captureOtelLogs()];
toOtelLogs({ emit() {} }).off();
// @ts-expect-error no logger of pino
toPino({});
