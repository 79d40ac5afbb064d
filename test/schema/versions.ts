import { execFileSync } from 'node:child_process';

/** Older ones speak another encoding. */
const FIRST_MINOR = 15;

/** The ends of each minor of 1.x from FIRST_MINOR on. */
export function endsOfMinors(): string[] {
  const json = execFileSync('npm', ['view', '@swc/core', 'versions', '--json'], {
    encoding: 'utf8',
  });
  const releases = (JSON.parse(json) as string[]).flatMap((version) => {
    const [, minor, patch] = /^1\.(\d+)\.(\d+)$/.exec(version) ?? [];
    return minor === undefined ? [] : [{ version, minor: Number(minor), patch: Number(patch) }];
  });
  const recent = releases
    .filter(({ minor }) => minor >= FIRST_MINOR)
    .sort((a, b) => a.minor - b.minor || a.patch - b.patch);
  return recent
    .filter(({ minor }, i) => recent[i - 1]?.minor !== minor || recent[i + 1]?.minor !== minor)
    .map(({ version }) => version);
}
