import { badOption, checkOptionNames } from '../../base/options.ts';
import type { Fields } from '../../base/value.ts';

/** What `start` is told of the service that it runs in. */
export interface ResourceOptions {
  /** `service.name`; default the variable `OTEL_SERVICE_NAME`. */
  readonly service?: string | undefined;
  /** Attributes beside those detected, or in their place; null leaves one out. */
  readonly attributes?: Fields | undefined;
  /** Whether the command line is told, which may hold secrets; default no. */
  readonly commandLine?: boolean | undefined;
}

const OWNER = 'resource';
const NAMES: readonly (keyof ResourceOptions)[] = ['service', 'attributes', 'commandLine'];

/** @throws SpanFnError `SPANFN_BAD_OPTION` */
export function checkResourceOptions(given: unknown): ResourceOptions {
  checkOptionNames(given, NAMES, OWNER);
  const options = given as ResourceOptions;
  const { service = 'unnamed', attributes = {}, commandLine = false } = options;
  if (typeof service !== 'string' || service === '') {
    throw badOption(OWNER, 'service', service, 'a name');
  }
  if (typeof attributes !== 'object' || attributes === null || Array.isArray(attributes)) {
    throw badOption(OWNER, 'attributes', attributes, 'an object of attributes by name');
  }
  if (typeof commandLine !== 'boolean') {
    throw badOption(OWNER, 'commandLine', commandLine, 'true or false');
  }
  return options;
}
