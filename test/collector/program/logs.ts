import { event, log, logger, span, withContext } from 'spanfn';
import { VALUES } from './values.ts';

export const REASON = 'disk full: ∅';
/** More than one batch holds. */
export const MANY_LOGS = 3000;
/** More fields than one event keeps. */
export const TOO_MANY = 200;

/** Logs events of every kind. What has to arrive of them is in `expected-logs.ts`, in this order. */
export function makeLogs(): void {
  for (const level of ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const) {
    log[level](`ünïcode → 🙂 ${level}`);
  }
  log.info('values', VALUES);
  event('all.values', {}, { body: VALUES });
  log.info('');
  log.info({ alone: true });
  withContext({ tenant: 'ada', shift: 1 }, () =>
    span('order', () => {
      const db = logger('db').child({ shift: 2, rows: () => 3 });
      db.warn('slow', { ms: 12.5 });
      logger('src/shop.ts').info('placed');
      event('user.login', { user: 'ann' }, { level: 'error' });
      log.error(new TypeError('no such order', { cause: new Error(REASON) }), 'cannot store');
    }),
  );
  log.info('wide', Object.fromEntries(Array.from({ length: TOO_MANY }, (_, i) => [`f${i}`, i])));
  for (let index = 0; index < MANY_LOGS; index++) log.info('one of many', { index });
}
