/** What consoles print, in the same stream as everything else. */
export type { Bridge } from '../bridge.ts';
export { type ConsoleCaptureOptions, captureConsole } from './capture.ts';
