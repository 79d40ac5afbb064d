/** The table with one slip of the pen. */
export interface Mutant {
  /** The struct, enum or values that it changes. */
  readonly name: string;
  readonly slip: string;
  readonly table: string;
}

/**
 * Each field dropped, each two neighbouring fields exchanged, each tag dropped, and the types of
 * each two neighbouring tags exchanged; all of it only where `seen` knows the layout or the tag.
 */
export function* mutantsOf(table: string, seen: (sight: string) => boolean): Generator<Mutant> {
  const lines = table.split('\n');
  for (const [at, line] of lines.entries()) {
    const [keyword, name, ...entries] = line.split(' ') as [string, string, ...string[]];
    if (keyword === '' || keyword === '#') continue;
    const isStruct = keyword === 'struct';
    if (isStruct && !seen(`${name}(${entries.join(' ')})`)) continue;
    const exchange = isStruct ? exchangeFields : exchangeTypes;
    for (const [i, entry] of entries.entries()) {
      const mutant = (slip: string, changed: readonly string[]): Mutant => ({
        name,
        slip: `${keyword} ${name} ${slip}`,
        table: lines.with(at, [keyword, name, ...changed].join(' ')).join('\n'),
      });
      if (!isStruct && !seen(`${name} ${tagOf(entry)}`)) continue;
      if (entries.length > 1) yield mutant(`without ${entry}`, entries.toSpliced(i, 1));
      const next = entries[i + 1];
      if (next !== undefined)
        yield mutant(`${entry} <> ${next}`, entries.toSpliced(i, 2, ...exchange(entry, next)));
    }
  }
}

function tagOf(entry: string): string {
  return entry.slice(0, entry.indexOf('='));
}

function exchangeFields(one: string, other: string): [string, string] {
  return [other, one];
}

function exchangeTypes(one: string, other: string): [string, string] {
  const [oneTag, otherTag] = [tagOf(one), tagOf(other)];
  return [oneTag + other.slice(otherTag.length), otherTag + one.slice(oneTag.length)];
}
