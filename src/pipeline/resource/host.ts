import { readFileSync } from 'node:fs';
import { arch, hostname, platform, release } from 'node:os';
import type { Fields } from '../../base/value.ts';
import { attempt } from './attempt.ts';

/** Names of the semantic conventions, where they differ from Node's. */
const ARCHITECTURES: Readonly<Record<string, string>> = {
  arm: 'arm32',
  ia32: 'x86',
  ppc: 'ppc32',
  x64: 'amd64',
};
const SYSTEMS: Readonly<Record<string, string>> = { sunos: 'solaris', win32: 'windows' };

/** Files that hold the machine's id; other systems tell it to child processes only. */
const ID_FILES: Readonly<Record<string, readonly string[]>> = {
  linux: ['/etc/machine-id', '/var/lib/dbus/machine-id'],
  freebsd: ['/etc/hostid'],
};

/** The machine and its operating system. */
export function detectHost(): Fields {
  return {
    'host.name': attempt(hostname),
    'host.arch': ARCHITECTURES[arch()] ?? arch(),
    'host.id': hostId(platform()),
    'os.type': SYSTEMS[platform()] ?? platform(),
    'os.version': attempt(release),
  };
}

/** The id that a system keeps of itself; null if it keeps none in a file. */
export function hostId(
  system: string,
  read: (path: string) => string = (path) => readFileSync(path, 'utf8'),
): string | null {
  for (const path of ID_FILES[system] ?? []) {
    const id = attempt(() => read(path).trim());
    if (id !== null && id !== '') return id;
  }
  return null;
}
