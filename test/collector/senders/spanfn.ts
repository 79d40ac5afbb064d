import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { itemsOf } from '../facts.ts';
import type { Sender } from './sender.ts';

const PROGRAM = join(import.meta.dirname, '../program/program.ts');
const LIMIT_MS = 60_000;
/** What is detected of the machine is not known beforehand. */
const DETECTED = /^resource\.attributes\.(host|os|process|service\.instance)\./;

/** The built package, in a process of its own. */
export const SPANFN: Sender = {
  name: 'spanfn',
  signals: ['traces', 'logs'],
  async send(route) {
    const args = ['--import', 'tsx', PROGRAM, JSON.stringify(route)];
    const options = { timeout: LIMIT_MS, maxBuffer: 1 << 26, env: environment() };
    const { stdout } = await promisify(execFile)(process.execPath, args, options);
    return { items: itemsOf(JSON.parse(stdout)), unknown: DETECTED };
  },
};

/** Without the variables that say where telemetry goes. */
function environment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(OTEL|SPANFN)_/.test(name));
  return Object.fromEntries(kept);
}
