/** Levels in ascending order, as the runtime has them. */
export const LEVELS: string[] = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'];

/** The rank of a level; -1 if there is no such level. */
export function rankOf(level: string): i32 {
  return LEVELS.indexOf(level);
}
