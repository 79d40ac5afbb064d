/** Pino, in both directions, and with the ids of spans where it stays in charge. */
export type { Bridge, CaptureOptions } from '../bridge.ts';
export type { Feed } from '../feed.ts';
export { capturePino } from './capture.ts';
export { toPino } from './feed.ts';
export type { PinoLogger, PinoModule } from './library.ts';
export { type PinoMixin, pinoMixin } from './mixin.ts';
