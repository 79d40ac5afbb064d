/** Loggers, events, and who gets them. Compiled, never run. */
import {
  consoleDispatcher,
  type Dispatcher,
  debug,
  display,
  type EventBuilder,
  event,
  type GlobalLogger,
  type Logger,
  log,
  logger,
  type ReadableEvent,
  setLogger,
  start,
} from 'spanfn';
import { assertLogged, type RecordedLog, record } from 'spanfn/testing';
import { claim, type Same } from '../same.ts';

class Order {
  id = 7;
}

/** All forms of a call; none gives anything back. */
export const nothing: void = log.info('stored');
log.info('stored', { id: 1, rows: () => 3, at: display(new Order()), all: debug({}) });
log.info('stored', new Order());
log.info('stored', () => ({ id: 1 }));
log.warn({ id: 1 }, 'slow');
log.warn(() => ({ id: 1 }), 'slow');
try {
  log.trace('try');
} catch (error) {
  log.error(error);
  log.error(error, 'cannot store', { id: 1 });
  log.fatal('cannot store', error as Error);
}
export const handedOn: Promise<number | void> = Promise.resolve(1).catch(log.error);

// @ts-expect-error a message is wanted
log.info();
// @ts-expect-error fields are an object
log.info('rows', 5);
// @ts-expect-error no such level
log.loud('m');

/** Loggers give loggers. */
export const db: Logger = logger('db').child({ pool: 1 });
claim<Same<ReturnType<typeof db.at>, EventBuilder>>();
log.at('warn').with({ a: 1 }).error(new Error()).named('x').body([1]).emit('text');
export const enabled: boolean = db.isEnabled('debug');
db.setLevel('off');
// @ts-expect-error no such level
db.at('loud');
// @ts-expect-error a target is a string
logger(5);

event('user.login', { user: 'ann' }, { level: 'info', target: 'auth', body: {} });
// @ts-expect-error no such option
event('user.login', {}, { lvl: 'info' });

/** Whoever gets events gets all that they say. */
const dispatcher: Dispatcher = {
  event(got) {
    claim<Same<typeof got, ReadableEvent>>();
    return [got.level, got.body, got.fields, got.error, got.span?.name, got.name].splice(0, 0)[0];
  },
};
const handle = start({ dispatcher });
handle.setLevel('debug');
handle.setLevel('off', 'db');
// @ts-expect-error no such level
handle.setLevel('loud');
export const printer: Dispatcher = consoleDispatcher({ format: 'json', stacks: false });
// @ts-expect-error no such format
consoleDispatcher({ format: 'yaml' });

const own: GlobalLogger = { emit: ({ body }) => void body, setLevel: (level) => void level };
export const back: Disposable = setLogger(own);
// @ts-expect-error emit is wanted
setLogger({ flush() {} });

const recording = await record(() => {});
export const logs: RecordedLog[] = recording.logs;
export const tree: string = recording.toString({ logs: true });
assertLogged(recording, 'warn', /slow/, { rows: 3 });
// @ts-expect-error no such level
assertLogged(recording, 'loud', 'slow');
