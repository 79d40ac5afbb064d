import { type AnyFunction, Site, type SiteKind } from '../src/abi/index.ts';
import { badOption } from '../src/base/options.ts';
import { captureOf } from './capture.ts';
import { kindByConstructor } from './evidence.ts';
import { type Location, locationOf, placedKind, type Terms } from './place.ts';
import { isWrapped, wrap } from './wrap.ts';

/**
 * One decorated place. A method has a single function and a single site; an arrow-function field
 * has a function for each instance, and a site for each kind of function seen there.
 */
export class Subject {
  readonly #options: Terms;
  readonly #declared: SiteKind;
  readonly #origin: Location;
  #name: string | (() => string);
  readonly #sites = new Map<SiteKind, Site>();
  /** Whether the name is final, or can be found. */
  isNamed: boolean;

  /** `declared` is the kind that a declared return type proves. */
  constructor(
    name: string | (() => string),
    options: Terms,
    declared: SiteKind = 'auto',
    origin: Location = locationOf(options),
  ) {
    const known = options.name ?? options.place?.name;
    this.#name = known ?? name;
    this.isNamed = known !== undefined;
    this.#options = options;
    this.#declared = declared;
    this.#origin = origin;
  }

  /** A function like `fn` that makes spans; `fn` itself where it makes them already. */
  wrap(fn: AnyFunction): AnyFunction {
    if (isWrapped(fn)) return fn;
    const kind = this.#kindOf(fn);
    const site = this.#sites.get(kind) ?? this.#makeSite(kind);
    this.#sites.set(kind, site);
    return wrap(fn, site);
  }

  /** Says how to find the name, once the class that it begins with is known. */
  rename(name: () => string): void {
    this.isNamed = true;
    this.#name = name;
  }

  #makeSite(kind: SiteKind): Site {
    return new Site({
      name: () => this.#nameNow(),
      kind,
      level: this.#options.level,
      target: this.#options.target ?? this.#origin.target,
      file: this.#origin.file,
      line: this.#origin.line,
      column: this.#origin.column,
      capture: captureOf(this.#options),
    });
  }

  #nameNow(): string {
    return typeof this.#name === 'function' ? this.#name() : this.#name;
  }

  #kindOf(fn: AnyFunction): SiteKind {
    const proved = kindByConstructor(fn);
    const { kind } = this.#options;
    if (proved === 'auto') return kind ?? placedKind(this.#options) ?? this.#declared;
    if (kind === undefined || kind === proved) return proved;
    throw badOption(
      'spanFn()',
      'kind',
      kind,
      `left out for ${this.#nameNow()}, which is ${proved}`,
    );
  }
}
