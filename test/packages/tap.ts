/** Whether each test passed, by its path in the file. */
export type Results = ReadonlyMap<string, boolean>;

const LINE = /^( *)(?:(not ok|ok) \d+(?: -)?(?: (.*))?|# (.*))$/;

/**
 * Reads what a test runner printed in the Test Anything Protocol. A second test of the same path
 * is told apart by its number; skipped ones, and those that may fail, pass.
 */
export function readTap(text: string): Map<string, boolean> {
  const results = new Map<string, boolean>();
  const sections: string[] = [];
  for (const line of text.split(/\r?\n/)) {
    const match = LINE.exec(line);
    if (match === null) continue;
    const [, indent, verdict, told, comment] = match;
    const depth = indent!.length >> 2;
    if (verdict === undefined) {
      sections.length = depth;
      sections[depth] = comment!.replace(/^Subtest: /, '');
      continue;
    }
    const untimed = (told ?? '').replace(/ # time=[\d.]+ms/, '').replace(/ \{$/, '');
    const [name = '', directive] = untimed.split(/(?<!\\) # (?=skip|todo)/i);
    const path = [...sections.slice(0, depth + 1), name];
    if (path.at(-2) === name) path.pop();
    add(results, path.join(' > '), verdict === 'ok' || directive !== undefined);
  }
  return results;
}

function add(results: Map<string, boolean>, name: string, passed: boolean): void {
  let unique = name;
  for (let count = 2; results.has(unique); count++) unique = `${name} (${count})`;
  results.set(unique, passed);
}
