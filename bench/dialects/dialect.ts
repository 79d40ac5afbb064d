/** One method to be written, in source text. */
export interface Method {
  readonly name: string;
  readonly body: 'sync' | 'async' | 'promise';
  readonly fields: boolean;
  readonly proved: boolean;
  readonly code: string;
}

/** How instrumented methods are written. */
export interface Dialect {
  /** Head of the module. */
  readonly preamble: string;
  method(method: Method): string;
  /** What is done to the module before it is bundled. */
  compile?(source: string): string;
}

/** The method as it would stand without any instrumentation. */
export function bareMethod({ name, body, code }: Method): string {
  return `${body === 'async' ? 'async ' : ''}${name}(a, b, c, d) { ${code} }`;
}
