/** One import of a source file. */
export interface Import {
  readonly specifier: string;
  /**
   * Gone when compiled. `import { type A }` is not: with `verbatimModuleSyntax` the module is
   * loaded all the same, for nothing.
   */
  readonly typeOnly: boolean;
}

const COMMENT = /\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm;
const STATIC = /^\s*(?:import|export)\s+(type\b)?(?:[^'"`;]*?\bfrom\s*)?['"]([^'"]+)['"]/gm;
const CALLED = /\b(import|require)\(\s*['"]([^'"]+)['"]\s*\)/g;
/** `import('x').T` among types; an awaited or chained import is a value. */
const TYPE_POSITION = /(?:[:<|&]|\btypeof)\s*$/;

/** Everything that the text of a TypeScript or JavaScript module imports, in either format. */
export function importsOf(source: string): Import[] {
  const code = source.replace(COMMENT, '');
  const declared = [...code.matchAll(STATIC)].map(([, type, specifier]) => ({
    specifier: specifier as string,
    typeOnly: type !== undefined,
  }));
  const called = [...code.matchAll(CALLED)].map((match) => ({
    specifier: match[2] as string,
    typeOnly: match[1] === 'import' && TYPE_POSITION.test(code.slice(0, match.index)),
  }));
  return [...declared, ...called];
}
