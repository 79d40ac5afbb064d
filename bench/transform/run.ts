import { median } from '../measure/median.ts';
import { COMPILERS } from './compilers.ts';
import { Host, programOf } from './inside.ts';
import { cold, type Table, warm } from './measure.ts';
import { large, small } from './sources.ts';

/** npm run bench:transform: what the SWC plugin costs while a program is built. */
const ROUNDS = { small: 400, large: 40, cold: 5, inside: 60 };
/** Most that the plugin may add to SWC's own time, and to what an official plugin adds. */
const GOALS = { ofSwc: 0.6, ofPeer: 0.5 };

// First: SWC keeps to the cache folder that a process gives it first, and others are short-lived.
const within = await inside();
const tables: readonly (readonly [string, Table])[] = [
  [`${small.name} file, ${lines(small.code)} lines`, warm(small, ROUNDS.small)],
  [`${large.name}, ${sites(large.code)} functions decorated`, warm(large, ROUNDS.large)],
  ['small file, the first of a process', cold(ROUNDS.cold)],
];
for (const [title, table] of tables) console.log(`${block(title, table)}\n`);
console.log(`${within}\n`);
console.log(`Added: to the minimum of SWC alone.\nGoals\n${goals(tables[1]?.[1] as Table)}`);

function block(title: string, table: Table): string {
  const head = title.padEnd(46) + ['median ms', 'min ms', 'added ms'].map(column).join('');
  return [
    head,
    ...COMPILERS.map(({ name, label }) => {
      const times = table[name] as Table[string];
      return (
        `  ${label}`.padEnd(46) +
        [times.median, times.min, added(table, name)].map(digits).map(column).join('')
      );
    }),
  ].join('\n');
}

/** The plugin by itself, without what SWC does to hand programs over and to take them back. */
async function inside(): Promise<string> {
  const lines = [
    'inside the plugin, run by Node'.padEnd(46) + ['median ms', 'min ms'].map(column).join(''),
  ];
  for (const [label, options] of [
    ['', {}],
    [', auto: all', { auto: 'all' }],
  ] as const) {
    const host = new Host(options);
    for (const source of [small, large]) {
      const program = await programOf(source);
      const times = Array.from({ length: ROUNDS.inside }, () => host.run(program).ms);
      const cells = [median(times), Math.min(...times)].map(digits).map(column).join('');
      lines.push(`  ${source.name}${label}`.padEnd(46) + cells);
    }
  }
  return lines.join('\n');
}

function goals(table: Table): string {
  const swc = (table['swc'] as Table[string]).min;
  const peer = added(table, 'rust');
  return [
    ...['spanfn', 'spanfn-last'].map((name) =>
      goal(name, added(table, name) / swc, GOALS.ofSwc, 'of SWC alone'),
    ),
    // In the other order the Rust plugin fails: nothing compares there.
    goal(
      'spanfn-last',
      added(table, 'spanfn-last') / peer,
      GOALS.ofPeer,
      'of what the Rust plugin adds',
    ),
  ].join('\n');
}

function goal(name: string, share: number, most: number, of: string): string {
  const percent = (part: number): string => `${Math.round(part * 100)} %`;
  const verdict = share <= most ? 'met    ' : 'NOT MET';
  return `  ${verdict}  ${name}: adds ${percent(share)} ${of} (goal: at most ${percent(most)})`;
}

function added(table: Table, name: string): number {
  return (table[name] as Table[string]).min - (table['swc'] as Table[string]).min;
}

function lines(code: string): number {
  return code.split('\n').length;
}

function sites(code: string): number {
  return code.match(/@spanFn/g)?.length ?? 0;
}

function column(text: string): string {
  return text.padStart(12);
}

function digits(value: number): string {
  return value.toFixed(Math.abs(value) < 10 ? 2 : 1);
}
