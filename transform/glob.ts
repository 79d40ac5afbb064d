/**
 * Whether a path with forward slashes fits a glob: `*` and `?` stand for characters within a name,
 * `**` for any folders, `{a,b}` for either. These few forms are all that the plugin knows, too.
 */
export function matchesGlob(path: string, glob: string): boolean {
  let expression = compiled.get(glob);
  if (expression === undefined) {
    expression = toExpression(glob);
    compiled.set(glob, expression);
  }
  return expression.test(path);
}

const compiled = new Map<string, RegExp>();

const FORMS = /(?:\*\*\/)+|\*\*|[*?{},]|[\\^$.|+()[\]]/g;

function toExpression(glob: string): RegExp {
  let depth = 0;
  const source = glob.replace(/^\.\//, '').replace(FORMS, (form) => {
    if (form.startsWith('**/')) return '(?:.*/)?';
    if (form === '{') depth++;
    if (form === '}' && --depth < 0) depth = 0;
    switch (form) {
      case '**':
        return '.*';
      case '*':
        return '[^/]*';
      case '?':
        return '[^/]';
      case '{':
        return '(?:';
      case '}':
        return ')';
      case ',':
        return depth > 0 ? '|' : ',';
      default:
        return `\\${form}`;
    }
  });
  return new RegExp(`^${source}$`);
}
