import { inPlace } from '../dialects/in-place.ts';
import type { Shape } from './shapes.ts';

/** How calls are written. */
export interface Dialect {
  /** Head of the module. */
  readonly preamble: string;
  call(shape: Shape, message: string): string;
  /** What is done to the module before it is bundled. */
  compile?(source: string): string;
}

/** The same functions, which log nothing. */
export const silent: Dialect = { preamble: '', call: () => '' };

const spanfn = "import { log } from 'spanfn';";

/** As it is written and run, without any build: what is off is given lazily. */
export const plain: Dialect = {
  preamble: spanfn,
  call(shape, message) {
    const fields = shape.name === 'off' ? `, () => (${objectOf(shape)})` : messageFirst(shape);
    return `log.${shape.level}('${message}'${fields});`;
  },
};

/** Through the SWC plugin: no call of a method is left of it. */
export const compiled: Dialect = {
  preamble: spanfn,
  call: (shape, message) => `log.${shape.level}('${message}'${messageFirst(shape)});`,
  compile(source) {
    const code = inPlace.compile?.(source) ?? source;
    if (/\blog\.\w+\(/.test(code)) throw new Error('The plugin left a log call behind');
    return code;
  },
};

/** @param file of `subjects/`, which exports a pino logger as `log` */
export function pino(file: string): Dialect {
  return {
    preamble: logOf(file),
    call(shape, message) {
      const fields = shape.fields.length === 0 ? '' : `${objectOf(shape)}, `;
      return `log.${shape.level}(${fields}'${message}');`;
    },
  };
}

/** @param file of `subjects/`, which exports a logger as `log` that takes the message first */
export function textFirst(file: string): Dialect {
  return {
    preamble: logOf(file),
    call: (shape, message) => `log.${shape.level}('${message}'${messageFirst(shape)});`,
  };
}

/** By the API, which has no methods by level. */
export const otel: Dialect = {
  preamble: `import { SeverityNumber } from '@opentelemetry/api-logs';\n${logOf('otel')}`,
  call(shape, message) {
    const level = shape.level.toUpperCase();
    const attributes = shape.fields.length === 0 ? '' : `, attributes: ${objectOf(shape)}`;
    return `log.emit({ severityNumber: SeverityNumber.${level}, severityText: '${level}', body: '${message}'${attributes} });`;
  },
};

function logOf(file: string): string {
  return `import { log } from './log/subjects/${file}.ts';`;
}

function messageFirst(shape: Shape): string {
  return shape.fields.length === 0 ? '' : `, ${objectOf(shape)}`;
}

function objectOf({ fields }: Shape): string {
  return `{ ${fields.join(', ')} }`;
}
