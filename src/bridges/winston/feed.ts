import type { ReadableEvent } from '../../dispatch/readable-event.ts';
import { type Feed, feed } from '../feed.ts';
import { fieldsOf, messageOf } from '../told.ts';
import { nameOf } from './levels.ts';
import { LEVEL, type WinstonLogger, writerOf } from './library.ts';
import { tapWinston } from './tap.ts';

/**
 * A dispatcher that logs each event by a logger of winston, at its level and with the ids of its span.
 *
 * @throws SpanFnError `SPANFN_BAD_OPTION`
 */
export function toWinston(logger: WinstonLogger): Feed {
  return feed(tapWinston(logger, null), writerOf(logger), (event) => {
    const level = nameOf(event.level, logger);
    const meta = (logger as { readonly defaultMeta?: object }).defaultMeta;
    logger.write({ ...meta, ...infoOf(event), level, message: messageOf(event), [LEVEL]: level });
  });
}

/** Fields, the stack of an error where winston's formats look for it. */
function infoOf(event: ReadableEvent): object {
  const { 'exception.stacktrace': stack, level, message, ...fields } = fieldsOf(event);
  return {
    ...fields,
    ...(stack !== undefined && { stack }),
    // Winston has these names for itself.
    ...(level !== undefined && { 'fields.level': level }),
    ...(message !== undefined && { 'fields.message': message }),
  };
}
