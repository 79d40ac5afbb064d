/**
 * Whether a path with forward slashes fits a glob: `*` and `?` stand for characters within a name,
 * `**` for any folders, `{a,b}` for either, not nested. These few forms are all that the plugin knows, too.
 */
export function matchesGlob(path: string, glob: string): boolean {
  let expression = compiled.get(glob);
  if (expression === undefined) {
    expression = new RegExp(`^${toSource(glob.replace(/^\.\//, ''))}$`);
    compiled.set(glob, expression);
  }
  return expression.test(path);
}

const compiled = new Map<string, RegExp>();

const FORMS = /(?:\*\*\/)+|\*\*|[*?]|\{[^{}]*\}|[\\^$.|+()[\]{}]/g;

function toSource(glob: string): string {
  return glob.replace(FORMS, (form) => {
    if (form === '**') return '.*';
    if (form === '*') return '[^/]*';
    if (form === '?') return '[^/]';
    if (form.startsWith('**/')) return '(?:.*/)?';
    if (form.length === 1) return `\\${form}`;
    return `(?:${form.slice(1, -1).split(',').map(toSource).join('|')})`;
  });
}
