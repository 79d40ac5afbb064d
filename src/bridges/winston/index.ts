/** Winston, in both directions, and with the ids of spans where it stays in charge. */
export type { Bridge, CaptureOptions } from '../bridge.ts';
export type { Feed } from '../feed.ts';
export { captureWinston } from './capture.ts';
export { correlateWinston } from './correlate.ts';
export { toWinston } from './feed.ts';
export { type WinstonFormat, winstonFormat } from './format.ts';
export type { WinstonLogger } from './library.ts';
