const TEXT_OR_COMMENT = /"(?:\\.|[^"\\])*"|\/\/.*|\/\*[\s\S]*?\*\//g;
const TEXT_OR_LAST_COMMA = /"(?:\\.|[^"\\])*"|,(?=\s*[\]}])/g;

/** Reads JSON as `tsconfig.json` may be written: with comments and commas after the last item. */
export function parseLenientJson(source: string): unknown {
  const keepText = (found: string): string => (found.startsWith('"') ? found : '');
  const plain = source
    .replace(/^\uFEFF/, '')
    .replace(TEXT_OR_COMMENT, keepText)
    .replace(TEXT_OR_LAST_COMMA, keepText);
  return JSON.parse(plain);
}
