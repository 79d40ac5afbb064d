import type { Dialect, Method } from './dialect.ts';

/** By hand, as the manual of the JavaScript SDK has it: there is no decorator of its own. */
export const otel: Dialect = {
  preamble: `import { SpanStatusCode, trace } from '@opentelemetry/api';
const tracer = trace.getTracer('bench');`,
  method(method) {
    const { name, body, fields } = method;
    const options = fields ? ', { attributes: { a, b, c, d } }' : '';
    const isAsync = body === 'async' ? 'async ' : '';
    return `${isAsync}${name}(a, b, c, d) {
  return tracer.startActiveSpan('Service.${name}'${options}, ${callbackOf(method)});
}`;
  },
};

function callbackOf({ body, code }: Method): string {
  return `${body === 'sync' ? '' : 'async '}(span) => {
  try {
    ${body === 'promise' ? code.replace('return', 'return await') : code}
  } catch (error) {
    span.recordException(error);
    span.setStatus({ code: SpanStatusCode.ERROR });
    throw error;
  } finally {
    span.end();
  }
}`;
}
