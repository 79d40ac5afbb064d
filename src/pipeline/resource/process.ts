import { userInfo } from 'node:os';
import { basename } from 'node:path';
import type { Fields } from '../../base/value.ts';
import { attempt } from './attempt.ts';

/** This process and what runs it. Its arguments may hold secrets: they must be asked for. */
export function detectProcess(withArguments: boolean): Fields {
  const { argv, execArgv, execPath, pid } = process;
  return {
    'process.pid': pid,
    'process.executable.name': basename(execPath),
    'process.executable.path': execPath,
    'process.command': argv[1] ?? null,
    'process.command_args': withArguments ? [execPath, ...execArgv, ...argv.slice(1)] : null,
    'process.owner': attempt(() => userInfo().username),
    'process.runtime.name': 'nodejs',
    'process.runtime.version': process.versions.node,
    'process.runtime.description': 'Node.js',
  };
}
