import { event, type Handle, log, logger, span, start, withContext } from 'spanfn';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FieldValue } from '../../src/base/value.ts';
import { decodeMessage, fieldsOf, fieldValue, type Message } from '../wire/otlp-messages.ts';
import { ODD_NAMES, VALUES } from '../wire/values.ts';

/** Text that is longer than the bound is another matter. */
const KEPT = VALUES.filter(([name]) => !name.includes('long text'));
const PASSED = { tenant: 'ada', odd: ODD_NAMES };

let handle: Handle;
let ids: { traceId: string; spanId: string };
beforeAll(async () => {
  handle = start({ endpoints: {}, filter: 'trace', resource: { service: 'shop' } });
  for (const [name, value] of KEPT) log.info(name, { value });
  for (const [name, value] of KEPT) event(name, { value: () => value }, { body: value });
  withContext(PASSED, () =>
    span('work', ({ traceId, spanId }) => {
      ids = { traceId, spanId };
      for (const level of ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const) {
        logger('db')[level](`a\n${level}\u001b[31m`);
      }
      log.error(new TypeError('no such order'), 'cannot store');
    }),
  );
});
afterAll(() => handle.stop());

function get(format: string): Promise<Response> {
  return fetch(`${handle.endpoints?.url}/logs?limit=10000&format=${format}`);
}

/** As JSON can say it: odd numbers and large integers are texts, bytes are base64. */
function inJson(value: FieldValue): unknown {
  return JSON.parse(
    JSON.stringify(value, (_, inner) => {
      if (typeof inner === 'bigint') return String(inner);
      if (typeof inner === 'number' && !Number.isFinite(inner)) return String(inner);
      return inner instanceof Uint8Array ? Buffer.from(inner).toString('base64') : inner;
    }),
  );
}

const COUNT = KEPT.length * 2 + 7;

describe('/logs of a program that logs', () => {
  test('has every kind of value as protobuf', async () => {
    const response = await get('protobuf');
    expect(response.headers.get('content-type')).toBe('application/x-protobuf');
    const bytes = new Uint8Array(await response.arrayBuffer());
    const [{ resource, scopeLogs }] = decodeMessage('ExportLogsServiceRequest', bytes).resourceLogs;
    expect(fieldsOf(resource.attributes)).toMatchObject({ 'service.name': 'shop' });
    const logs: Message[] = scopeLogs.flatMap(({ logRecords }: Message) => logRecords);
    expect(logs).toHaveLength(COUNT);
    const shown = ({ attributes }: Message): FieldValue => fieldsOf(attributes)['value'] as never;
    for (const [i, [name, value]] of KEPT.entries()) {
      expect(fieldValue(logs[i].body), name).toEqual(name);
      expect(shown(logs[i]), name).toEqual(value);
      const named = logs[KEPT.length + i];
      expect([named.eventName, fieldValue(named.body), shown(named)]).toEqual([name, value, value]);
    }
    const last = logs.slice(-7);
    expect(last.map(({ severityText }) => severityText)).toEqual(
      'TRACE DEBUG INFO WARN ERROR FATAL ERROR'.split(' '),
    );
    expect(last.map(({ severityNumber }) => severityNumber)).toEqual([1, 5, 9, 13, 17, 21, 17]);
    for (const one of last) expect(one).toMatchObject({ ...ids, flags: 1 });
    expect(fieldsOf(last[6].attributes)).toMatchObject({
      tenant: 'ada',
      'exception.type': 'TypeError',
      'exception.message': 'no such order',
      'exception.stacktrace': expect.stringContaining('logs.test.ts'),
    });
    expect(Object.entries(fieldsOf(last[0].attributes)['odd'] as object).sort()).toEqual(
      Object.entries(ODD_NAMES).sort(),
    );
  });

  test('has every kind of value as JSON', async () => {
    const { logs, next, dropped } = (await (await get('json')).json()) as Message;
    expect([logs.length, next, dropped]).toEqual([COUNT, COUNT, 0]);
    for (const [i, [name, value]] of KEPT.entries()) {
      expect(logs[i]).toMatchObject({ message: name, level: 'info' });
      expect(logs[i].fields, name).toEqual({ value: inJson(value) });
      const named = logs[KEPT.length + i];
      expect(named.eventName).toBe(name);
      expect([named.message, named.fields.value], name).toEqual([inJson(value), inJson(value)]);
    }
    expect(logs.at(-7)).toMatchObject({ ...ids, target: 'db', message: 'a\ntrace\u001b[31m' });
    const times: bigint[] = logs.map(({ timeUnixNano }: Message) => BigInt(timeUnixNano));
    expect(times).toEqual(times.toSorted((one, other) => (one < other ? -1 : 1)));
  });

  test('is a line an event as text, in which nothing is forged', async () => {
    const text = await (await get('text')).text();
    const lines = text.trimEnd().split('\n');
    expect(lines).toHaveLength(COUNT);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f]/);
    for (const line of lines) {
      expect(line).toMatch(
        /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z (TRACE|DEBUG|INFO|WARN|ERROR|FATAL) /,
      );
    }
    const told = (name: string): string | undefined =>
      lines.find((line) => line.includes(` ${name} {value=`))?.split(` ${name} `)[1];
    expect({
      NaN: told('NaN'),
      largest: told('largest int64'),
      text: told('text of many bytes'),
      list: told('list of true'),
      none: told('null'),
    }).toMatchInlineSnapshot(`
      {
        "NaN": "{value=NaN}",
        "largest": "{value=9223372036854775807n}",
        "list": "{value=[true, true]}",
        "none": "{value=null}",
        "text": "{value="ä→🙂\\u0000\\ufeff"}",
      }
    `);
    expect(lines.at(-7)).toContain(
      ` TRACE db a\\u000atrace\\u001b[31m {tenant="ada", odd={__proto__={__proto__=1}, constructor=2`,
    );
    expect(lines[KEPT.length]).toMatch(/ INFO {2}NaN "NaN" \{value=NaN\}$/);
    expect(lines.at(-7)).toMatch(new RegExp(` trace=${ids.traceId} span=${ids.spanId}$`));
  });
});
