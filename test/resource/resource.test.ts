import { readFileSync } from 'node:fs';
import { arch, hostname } from 'node:os';
import { describe, expect, test } from 'vitest';
import { SpanFnError } from '../../src/base/errors.ts';
import { VERSION } from '../../src/base/version.ts';
import { detectResource } from '../../src/pipeline/resource/detect.ts';
import { hostId } from '../../src/pipeline/resource/host.ts';
import { checkResourceOptions } from '../../src/pipeline/resource/options.ts';

const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));

test('the version in the code is that of the manifest', () => {
  expect(VERSION).toBe(manifest.version);
});

test('a resource describes service, library, host and process', () => {
  const { attributes } = detectResource({});
  expect(attributes).toMatchObject({
    'service.name': 'unknown_service:node',
    'telemetry.sdk.name': 'spanfn',
    'telemetry.sdk.language': 'nodejs',
    'telemetry.sdk.version': manifest.version,
    'host.name': hostname(),
    'process.pid': process.pid,
    'process.executable.name': 'node',
    'process.executable.path': process.execPath,
    'process.runtime.name': 'nodejs',
    'process.runtime.version': process.version.slice(1),
    'process.runtime.description': 'Node.js',
  });
  expect(attributes['service.instance.id']).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f-]{21}$/);
  expect(attributes['host.arch']).toBe({ x64: 'amd64', arm64: 'arm64' }[arch() as string]);
  expect(attributes['os.type']).toBe(process.platform);
});

test('each start is an instance of its own', () => {
  const instance = () => detectResource({}).attributes['service.instance.id'];
  expect(instance()).not.toBe(instance());
});

test('the command line, which may hold secrets, is told only when asked for', () => {
  expect(detectResource({}).attributes).not.toHaveProperty(['process.command_args']);
  const { attributes } = detectResource({}, { commandLine: true });
  expect(attributes['process.command_args']).toEqual([
    process.execPath,
    ...process.execArgv,
    ...process.argv.slice(1),
  ]);
});

test('a resource can be cloned, and holds nothing empty', () => {
  const resource = detectResource({});
  expect(structuredClone(resource)).toEqual(resource);
  expect(Object.values(resource.attributes)).not.toContain(null);
});

describe('precedence', () => {
  const environment = {
    OTEL_RESOURCE_ATTRIBUTES: 'service.name=listed,deployment.environment.name=staging',
  };

  test('attributes of the environment come before detected ones', () => {
    const { attributes } = detectResource({ OTEL_RESOURCE_ATTRIBUTES: 'host.name=box' });
    expect(attributes['host.name']).toBe('box');
  });

  test('OTEL_SERVICE_NAME comes before a listed service.name', () => {
    expect(detectResource(environment).attributes['service.name']).toBe('listed');
    const named = { ...environment, OTEL_SERVICE_NAME: 'orders' };
    expect(detectResource(named).attributes['service.name']).toBe('orders');
  });

  test('code comes before the environment', () => {
    const { attributes } = detectResource(
      { ...environment, OTEL_SERVICE_NAME: 'orders' },
      { service: 'code', attributes: { 'deployment.environment.name': 'test', 'app.shards': 3 } },
    );
    expect(attributes).toMatchObject({
      'service.name': 'code',
      'deployment.environment.name': 'test',
      'app.shards': 3,
    });
  });

  test('null in code leaves an attribute out', () => {
    const { attributes } = detectResource({}, { attributes: { 'process.owner': null } });
    expect(attributes).not.toHaveProperty(['process.owner']);
  });

  test('an empty variable is as good as unset', () => {
    const { attributes } = detectResource({ OTEL_SERVICE_NAME: '', OTEL_RESOURCE_ATTRIBUTES: ' ' });
    expect(attributes['service.name']).toBe('unknown_service:node');
  });
});

describe('OTEL_RESOURCE_ATTRIBUTES', () => {
  const read = (text: string) => {
    const warnings: string[] = [];
    const environment = { OTEL_RESOURCE_ATTRIBUTES: text };
    const { attributes } = detectResource(environment, {}, (line) => warnings.push(line));
    return { attributes, warnings };
  };

  test('keys and values are percent-decoded and trimmed', () => {
    const { attributes, warnings } = read(
      ' team = a%2Cb%3Dc , gr%C3%BC%C3%9Fe=%E2%9C%93=1,empty=,',
    );
    expect(attributes).toMatchObject({ team: 'a,b=c', grüße: '✓=1', empty: '' });
    expect(warnings).toEqual([]);
  });

  test('a key of the prototype is one like others', () => {
    const { attributes } = read('__proto__=x');
    expect(Object.hasOwn(attributes, '__proto__')).toBe(true);
    expect(Object.getPrototypeOf(attributes)).toBe(Object.prototype);
  });

  test.each(['team=a,50%', 'team=a,rate=50%', 'team=a,=b', 'team=a,b'])(
    'in %s, one mistake voids all, and is said once',
    (text) => {
      const { attributes, warnings } = read(text);
      expect(attributes).not.toHaveProperty('team');
      expect(warnings).toHaveLength(1);
      expect(warnings[0]).toContain(
        `OTEL_RESOURCE_ATTRIBUTES="${text}" is ignored: write key=value`,
      );
    },
  );
});

test('the id of a host is read from the first file that has one', () => {
  const files: Record<string, string> = { '/var/lib/dbus/machine-id': 'abc\n' };
  const read = (path: string): string => {
    const text = files[path];
    if (text === undefined) throw new Error('ENOENT');
    return text;
  };
  expect(hostId('linux', read)).toBe('abc');
  files['/etc/machine-id'] = 'first\n';
  expect(hostId('linux', read)).toBe('first');
  expect(hostId('freebsd', read)).toBeNull();
  expect(hostId('win32', read)).toBeNull();
});

test.each([
  [{ service: '' }, 'service'],
  [{ attributes: [] }, 'attributes'],
  [{ commandLine: 1 }, 'commandLine'],
  [{ name: 'x' }, 'no such option'],
])('options %j are refused', (options, text) => {
  const check = () => checkResourceOptions(options);
  expect(check).toThrow(SpanFnError);
  expect(check).toThrow(text);
});
