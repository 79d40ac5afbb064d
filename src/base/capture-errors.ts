import { shared } from './shared.ts';

const state: { errors: number } = shared('capture', () => ({ errors: 0 }));

/** Counts one failure of the user's own capturing code; the traced call goes on unharmed. */
export function countCaptureError(): void {
  state.errors++;
}

/** How often `args`, `result`, `fields`, `error`, `parent` or `links` of a site failed. */
export function captureErrorCount(): number {
  return state.errors;
}
