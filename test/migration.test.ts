import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { Receiver } from './pipeline/receiver.ts';
import { decodeMessage, fieldsOf, type Message } from './wire/otlp-messages.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const tsx = fileURLToPath(new URL('../node_modules/tsx/dist/cli.mjs', import.meta.url));
const read = (path: string): string => readFileSync(`${root}${path}`, 'utf8');

const LIBRARIES = ['pino', 'winston', 'console', 'opentelemetry'] as const;
const PROGRAMS = LIBRARIES.flatMap((name) => [`${name}/before.ts`, `${name}/after.ts`]);

/** Both programs have a compiler to start. */
const SLOW = 60_000;

/** What a logged line tells, whoever wrote it. */
interface Told {
  readonly level: string;
  readonly message: string;
  readonly fields: Readonly<Record<string, unknown>>;
  /** The part of the program that it comes from. */
  readonly part?: string | undefined;
  readonly error?: string | undefined;
}

test('the guide shows the programs as they are, one after the other', () => {
  const shown = [...read('docs/migration.md').matchAll(/```ts\n([\s\S]*?)```/g)];
  expect(shown.map(([, code]) => code)).toEqual(
    PROGRAMS.map((path) => read(`examples/migration/${path}`)),
  );
});

describe('what was told is told as before', { timeout: SLOW }, () => {
  test('by pino', async () => {
    const before = lines(await run('pino/before.ts')).map(ofPino);
    expect(before).toHaveLength(3);
    expect(lines(await run('pino/after.ts')).map(ofSpanfn)).toEqual(before);
  });

  test('by winston', async () => {
    const before = lines(await run('winston/before.ts')).map(ofWinston);
    expect(before).toHaveLength(3);
    expect(lines(await run('winston/after.ts')).map(ofSpanfn)).toEqual(before);
  });

  test('on the console', async () => {
    const before = await ofConsole();
    expect(before).toHaveLength(4);
    expect(lines(await run('console/after.ts')).map(ofSpanfn)).toEqual(before);
  });

  test('by spans of OpenTelemetry', async () => {
    const before = await exportedBy('opentelemetry/before.ts');
    expect(before).toMatchObject([{ name: 'import orders', below: [{ below: [{}, {}] }] }]);
    expect(await exportedBy('opentelemetry/after.ts')).toEqual(before);
  });
});

/** What a program prints. */
async function run(program: string, env: NodeJS.ProcessEnv = {}): Promise<string> {
  const { FORCE_COLOR: _, SPANFN_FILTER: __, NODE_OPTIONS: ___, ...inherited } = process.env;
  const args = [tsx, '--tsconfig', 'tsconfig.json', `examples/migration/${program}`];
  const options = { cwd: root, env: { ...inherited, ...env } };
  return (await promisify(execFile)(process.execPath, args, options)).stdout;
}

function lines(output: string): Message[] {
  return output
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

function ofSpanfn({ level, message, target, fields = {} }: Message): Told {
  const { 'exception.type': type, 'exception.message': text, ...rest } = fields;
  const { 'exception.stacktrace': stack, ...others } = rest;
  if (type === undefined) return { level, message, part: target, fields: others };
  expect(stack).toContain('sendMail');
  return { level, message, part: target, error: `${type}: ${text}`, fields: others };
}

function ofPino({ level, msg, component, err, ...rest }: Message): Told {
  const { time: _, pid: __, hostname: ___, ...fields } = rest;
  const name = { 20: 'debug', 30: 'info', 50: 'error' }[level as number] as string;
  const error = err && { error: `${err.type}: ${err.message}` };
  return { level: name, message: msg, part: component, fields, ...error };
}

function ofWinston({ level, message, label, reason, timestamp: _, ...fields }: Message): Told {
  const error = reason && { error: reason };
  return { level, message, part: label, fields, ...error };
}

/** A console keeps nothing apart, so its methods are listened to. */
async function ofConsole(): Promise<Told[]> {
  const told: Told[] = [];
  for (const level of ['debug', 'info', 'warn', 'error'] as const) {
    vi.spyOn(console, level).mockImplementation((message: string, more?: object) => {
      const error = more instanceof Error ? { error: String(more) } : undefined;
      const fields = error === undefined ? { ...more } : {};
      told.push({ level, message, part: undefined, fields, ...error });
    });
  }
  await import('../examples/migration/console/before.ts');
  return told;
}

afterEach(() => {
  vi.restoreAllMocks();
});

/** A span as both sides know it. */
interface Tree {
  readonly name: string;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly status: unknown;
  /** Errors that it tells of. */
  readonly errors: readonly unknown[];
  readonly below: readonly Tree[];
}

/** The trees of what a program exports, by the official definitions. */
async function exportedBy(program: string): Promise<Tree[]> {
  await using receiver = await Receiver.open();
  const printed = await run(program, { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url });
  expect(printed).toBe('');
  const spans = receiver.requests.flatMap(({ body }) =>
    decodeMessage('ExportTraceServiceRequest', body).resourceSpans.flatMap((one: Message) =>
      one.scopeSpans.flatMap((scope: Message) => scope.spans),
    ),
  );
  return below(undefined, spans);
}

function below(parent: string | undefined, spans: readonly Message[]): Tree[] {
  return spans
    .filter(({ parentSpanId }) => parentSpanId === parent)
    .sort((one, other) => Number(one.startTimeUnixNano) - Number(other.startTimeUnixNano))
    .map((span) => ({
      name: span.name,
      fields: fieldsOfUser(span.attributes ?? []),
      status: { code: span.status?.code ?? 0, message: span.status?.message ?? '' },
      errors: (span.events ?? []).map(errorOf),
      below: below(span.spanId, spans),
    }));
}

/** Without what spanfn says of the place in the code. */
function fieldsOfUser(attributes: readonly Message[]): Record<string, unknown> {
  const own = /^(code|thread|spanfn)\.|^error\.type$/;
  return Object.fromEntries(Object.entries(fieldsOf(attributes)).filter(([key]) => !own.test(key)));
}

function errorOf({ name, attributes }: Message): unknown {
  const fields = fieldsOf(attributes);
  return { name, type: fields['exception.type'], message: fields['exception.message'] };
}
