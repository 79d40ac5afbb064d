/**
 * Whether a text fits a pattern: `*` stands for anything but `/`, `**` for anything, `?` for one
 * character, `{a,b}` for either. Linear in most cases; the pattern is the user's own.
 */
export function fits(pattern: string, text: string): bool {
  const open = pattern.indexOf('{');
  if (open < 0) return match(pattern, 0, text, 0);
  const close = pattern.indexOf('}', open);
  const choices = pattern.substring(open + 1, close).split(',');
  for (let i = 0; i < choices.length; i++) {
    const chosen = pattern.substring(0, open) + choices[i] + pattern.substring(close + 1);
    if (fits(chosen, text)) return true;
  }
  return false;
}

/** What is wrong with a pattern; empty if nothing is. */
export function faultOf(pattern: string): string {
  if (pattern.trim() == '') return 'has an empty part; leave "#" out, or name functions behind it';
  let depth = 0;
  for (let i = 0; i < pattern.length; i++) {
    const char = pattern.charCodeAt(i);
    if (char == 0x7b) depth++;
    if (char == 0x7d) depth--;
    if (depth < 0) return 'has a "}" without a "{"; write "{a,b}"';
    if (depth > 1) return 'has braces inside braces; write all choices in one pair';
    if (char == 0x5b || char == 0x5d || char == 0x28 || char == 0x29)
      return 'has brackets, which stand for nothing here; write "{a,b}", "*", "**" or "?"';
    if (char == 0x5c) return 'has a backslash; write "/"';
  }
  if (depth > 0) return 'has a "{" without a "}"; write "{a,b}"';
  return pattern.startsWith('/') || pattern.startsWith('./') || pattern.startsWith('!')
    ? 'starts with "' +
        pattern.charAt(0) +
        '"; write it relative to the project, and exclude by "exclude"'
    : '';
}

function match(pattern: string, p: i32, text: string, t: i32): bool {
  while (p < pattern.length) {
    const char = pattern.charCodeAt(p);
    if (char == 0x2a) return matchStar(pattern, p, text, t);
    if (t >= text.length) return false;
    if (char != 0x3f && char != text.charCodeAt(t)) return false;
    if (char == 0x3f && text.charCodeAt(t) == 0x2f) return false;
    p++;
    t++;
  }
  return t == text.length;
}

function matchStar(pattern: string, p: i32, text: string, t: i32): bool {
  const crosses = pattern.charCodeAt(p + 1) == 0x2a;
  let rest = p + 1;
  while (rest < pattern.length && pattern.charCodeAt(rest) == 0x2a) rest++;
  // `**/` fits no folder at all, too.
  if (crosses && pattern.charCodeAt(rest) == 0x2f && match(pattern, rest + 1, text, t)) return true;
  for (let end = t; end <= text.length; end++) {
    if (match(pattern, rest, text, end)) return true;
    if (!crosses && end < text.length && text.charCodeAt(end) == 0x2f) return false;
  }
  return false;
}
