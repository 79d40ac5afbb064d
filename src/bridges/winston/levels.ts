import { LEVELS, type Level, rankOf } from '../../base/level.ts';
import type { WinstonLogger } from './library.ts';

/** Levels of winston, of syslog and of others that are in use. */
const KNOWN: Readonly<Record<string, Level>> = {
  silly: 'trace',
  trace: 'trace',
  verbose: 'debug',
  http: 'debug',
  debug: 'debug',
  notice: 'info',
  info: 'info',
  warning: 'warn',
  warn: 'warn',
  error: 'error',
  crit: 'fatal',
  critical: 'fatal',
  alert: 'fatal',
  emerg: 'fatal',
  fatal: 'fatal',
};

/** Our level for one of theirs; for one of the user's own, that of its nearest known neighbour. */
export function levelOf(name: string, levels: object): Level {
  const known = Object.hasOwn(KNOWN, name) ? KNOWN[name] : undefined;
  if (known !== undefined) return known;
  const number = numberOf(name, levels);
  const distance = (other: string): number => Math.abs(numberOf(other, levels) - number);
  const others = Object.keys(levels).filter((other) => Object.hasOwn(KNOWN, other));
  const [nearest] = others.sort((a, b) => distance(a) - distance(b));
  return nearest === undefined ? 'info' : (KNOWN[nearest] as Level);
}

function numberOf(name: string, levels: object): number {
  return (levels as Readonly<Record<string, number>>)[name] ?? Number.POSITIVE_INFINITY;
}

/** Their level for one of ours: of that name, else one that stands for it or for a near one. */
export function nameOf(level: Level, { levels }: WinstonLogger): string {
  if (Object.hasOwn(levels, level)) return level;
  const rank = rankOf(level);
  const distance = (name: string): number => Math.abs(rankOf(levelOf(name, levels)) - rank);
  // Of several that are as near, the one that raises the least alarm.
  const names = Object.keys(levels).sort((a, b) => numberOf(b, levels) - numberOf(a, levels));
  const [nearest] = names.sort((a, b) => distance(a) - distance(b));
  return nearest ?? (LEVELS[rank] as string);
}
