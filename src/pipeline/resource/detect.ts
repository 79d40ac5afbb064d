import { randomUUID } from 'node:crypto';
import { Copier } from '../../base/copier.ts';
import { type Fields, setField } from '../../base/value.ts';
import { VERSION } from '../../base/version.ts';
import type { Resource } from '../../wire/telemetry.ts';
import { parsePairs } from '../environment/pairs.ts';
import { type Environment, Variables, type Warn } from '../environment/variables.ts';
import { detectHost } from './host.ts';
import type { ResourceOptions } from './options.ts';
import { detectProcess } from './process.ts';

/** Redacted are fields of spans; what describes a resource is chosen attribute by attribute. */
const NOTHING: ReadonlySet<string> = new Set();

/**
 * Describes what this telemetry comes from, in the names of OpenTelemetry's semantic conventions.
 * What is given in code comes before the environment, and that before what is detected.
 *
 * A service that nobody has named is `unknown_service:` and the executable, as OpenTelemetry
 * demands. The nearest `package.json` is not asked: under a process manager or a test runner it
 * is that of the runner, and services under one wrong name are worse to tell apart than under none.
 */
export function detectResource(
  environment: Environment,
  given: ResourceOptions = {},
  warn: Warn = () => {},
): Resource {
  const variables = new Variables(environment, warn);
  const named = variables.text('OTEL_SERVICE_NAME');
  const attributes: Fields = {};
  merge(attributes, detectHost());
  merge(attributes, detectProcess(given.commandLine === true));
  merge(attributes, identity(attributes['process.executable.name'] as string));
  merge(attributes, attributesOf(variables));
  if (named !== undefined) attributes['service.name'] = named;
  merge(attributes, given.attributes ?? {});
  if (given.service !== undefined) attributes['service.name'] = given.service;
  return { attributes };
}

function identity(executable: string): Fields {
  return {
    'service.name': `unknown_service:${executable}`,
    'service.instance.id': randomUUID(),
    'telemetry.sdk.name': 'spanfn',
    'telemetry.sdk.language': 'nodejs',
    'telemetry.sdk.version': VERSION,
  };
}

/** One mistake makes the whole variable worthless, as OpenTelemetry has it. */
function attributesOf(variables: Variables): Fields {
  const name = 'OTEL_RESOURCE_ATTRIBUTES';
  try {
    return parsePairs(variables.text(name) ?? '');
  } catch {
    variables.reject(
      name,
      'write key=value,key2=value2, with %2C for a comma and %25 for a percent',
    );
    return {};
  }
}

/** Copies attributes; null takes one away. */
function merge(into: Fields, from: Fields): void {
  for (const [name, value] of Object.entries(from)) {
    if (value === null || value === undefined) delete into[name];
    else setField(into, name, new Copier(NOTHING).copy(value, 0));
  }
}
