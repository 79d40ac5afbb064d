/**
 * The text of WTF-8: UTF-8 that also has lone surrogates, as three bytes each.
 * https://simonsapin.github.io/wtf-8/
 */
export function wtf8(bytes: Buffer): string {
  let text = '';
  let start = 0;
  for (let at = bytes.indexOf(0xed); at !== -1; at = bytes.indexOf(0xed, at + 1)) {
    const second = bytes[at + 1] as number;
    if (second < 0xa0) continue;
    text += bytes.toString('utf8', start, at);
    text += String.fromCharCode(
      0xd000 | ((second & 0x3f) << 6) | ((bytes[at + 2] as number) & 0x3f),
    );
    start = at + 3;
  }
  return text + bytes.toString('utf8', start);
}
