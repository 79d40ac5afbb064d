import { eachText, isText } from '../cbor/reader';
import { importedNames } from './imports';

/**
 * Whether something between two bytes may be meant for this plugin: a name that was imported from
 * `spanfn`, or the text of a directive. Only `auto` is meant for all.
 */
export function mentionsImported(from: usize, until: usize): bool {
  return eachText(from, until, isMention);
}

function isMention(text: usize, length: u32, at: usize): bool {
  if (length >= 8 && load<u32>(at) == 0x20657375 && load<u32>(at, 4) == 0x6e617073) return true; // `use span`
  for (let i = 0; i < importedNames.length; i++) {
    const name = unchecked(importedNames[i]);
    if (<u32>name.length == length && isText(text, name)) return true;
  }
  return false;
}
