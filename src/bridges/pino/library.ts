import { getOwnPropertyDescriptor, getPrototypeOf } from '../../base/primordials.ts';
import { notOf } from '../check.ts';

/** The optional peer, as far as it is used: who does not have it has no types of it either. */
export interface PinoLogger {
  readonly levels: {
    readonly labels: Readonly<Record<number, string>>;
    readonly values: Readonly<Record<string, number>>;
  };
  bindings(): object;
  isLevelEnabled(level: string): boolean;
}

/** What `import pino from 'pino'` gives. */
export interface PinoModule {
  readonly symbols: object;
}

/** Names of what a logger keeps for itself, each under a symbol. */
const NAMES = ['write', 'asJson', 'stream', 'lsCache', 'messageKey', 'errorKey'] as const;
/** Pino publishes these symbols so that methods may be wrapped. */
export type PinoSymbols = Readonly<Record<(typeof NAMES)[number], symbol>>;

const REMEDY = 'Give a logger that pino() has made, or the module pino itself.';

/** Where the methods lie that are to be wrapped. */
export interface PinoTarget {
  /** A logger, whose children inherit from it; of the module, what all loggers inherit from. */
  readonly owner: object;
  readonly symbols: PinoSymbols;
}

/** @throws SpanFnError `SPANFN_BAD_OPTION` if it is not of pino */
export function targetOf(pino: PinoLogger | PinoModule): PinoTarget {
  if (typeof pino !== 'function') return { owner: pino, symbols: symbolsOf(pino) };
  if (typeof (pino as Partial<PinoModule>).symbols !== 'object') throw notOf('pino', pino, REMEDY);
  const any: object = Reflect.apply(pino, undefined, [{ enabled: false }, { write() {} }]);
  const symbols = symbolsOf(any);
  let owner = any;
  while (getOwnPropertyDescriptor(owner, symbols.write) === undefined) {
    owner = getPrototypeOf(owner) as object;
  }
  return { owner, symbols };
}

/**
 * The symbols by which a logger is known.
 *
 * @throws SpanFnError `SPANFN_BAD_OPTION` if it is none
 */
export function symbolsOf(logger: unknown): PinoSymbols {
  const found: Record<string, symbol> = {};
  for (let at = logger; typeof at === 'object' && at !== null; at = getPrototypeOf(at)) {
    for (const symbol of Object.getOwnPropertySymbols(at)) {
      const name = symbol.description?.replace(/^pino\./, '') ?? '';
      found[name] ??= symbol;
    }
  }
  if (found['write'] === undefined || found['asJson'] === undefined) {
    throw notOf('pino', logger, REMEDY);
  }
  return found as PinoSymbols;
}
