import { describe } from '../../base/errors.ts';

/** Variables of the environment by name, as in `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Takes one line that the user should read. */
export type Warn = (message: string) => void;

/** The largest value that OpenTelemetry asks a numeric variable to take. */
export const LARGEST: number = 2 ** 31 - 1;

/**
 * Reads variables as OpenTelemetry specifies: empty is as good as unset, and what cannot be
 * understood is said once, then taken for unset. Nothing in an environment can stop a program.
 */
export class Variables {
  readonly #environment: Environment;
  readonly #warn: Warn;
  readonly #said = new Set<string>();

  constructor(environment: Environment, warn: Warn) {
    this.#environment = environment;
    this.#warn = warn;
  }

  text(name: string): string | undefined {
    const text = this.#environment[name]?.trim();
    return text === '' ? undefined : text;
  }

  /** Elements of a comma-separated list, in lower case. */
  list(name: string): string[] | undefined {
    const elements = this.text(name)?.toLowerCase().split(',');
    return elements?.map((element) => element.trim()).filter((element) => element !== '');
  }

  /** One of the known values, in whatever case it is written. */
  choice<T extends string>(name: string, known: readonly T[]): T | undefined {
    const text = this.text(name)?.toLowerCase();
    const found = known.find((one) => one === text);
    if (text !== undefined && found === undefined) this.reject(name, `use ${known.join(' or ')}`);
    return found;
  }

  /** True for `true` alone. */
  flag(name: string): boolean {
    return this.choice(name, ['true', 'false']) === 'true';
  }

  whole(name: string, least: number, most: number = LARGEST): number | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= least && value <= most) return value;
    this.reject(name, `use a whole number from ${least} to ${most}`);
    return undefined;
  }

  /** Says that a variable, or a part of its value, is ignored, and what to do about it. */
  reject(name: string, remedy: string, value: string = this.text(name) ?? ''): void {
    this.#say(`${name}=${shown(value)} is ignored: ${remedy}`, name);
  }

  /** The same of a variable whose value is secret. */
  rejectSecret(name: string, remedy: string): void {
    this.#say(`${name} is ignored: ${remedy}`, name);
  }

  #say(message: string, name: string): void {
    if (this.#said.has(name)) return;
    this.#said.add(name);
    try {
      this.#warn(message);
    } catch {} // What cannot be said stops nobody either.
  }
}

/** Bounded, and without the password of a URL. */
function shown(value: string): string {
  return describe(value.replace(/\/\/[^/@]*@/, '//…@'));
}
