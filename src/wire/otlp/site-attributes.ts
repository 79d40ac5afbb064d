import type { Fields } from '../../base/value.ts';
import type { WireSite } from '../record.ts';

/** What the attributes of a span say of its site, by the semantic conventions. */
export function spanSiteAttributes(site: WireSite): Fields {
  return { 'code.function.name': site.name, ...place(site) };
}

/** What the attributes of a log event say of its site. */
export function logSiteAttributes(site: WireSite): Fields {
  return place(site);
}

function place({ target, file, line, column }: WireSite): Fields {
  const fields: Fields = {};
  if (target !== '') fields['spanfn.target'] = target;
  const path = file ?? (isPath(target) ? target : undefined);
  if (path !== undefined) fields['code.file.path'] = path;
  if (line !== undefined) fields['code.line.number'] = line;
  if (column !== undefined) fields['code.column.number'] = column;
  return fields;
}

/** A target is a module's path, or the name of a logger. */
function isPath(target: string): boolean {
  return /\.[cm]?[jt]sx?$/.test(target);
}

/** Stands in for a site whose record is not known. */
export const UNKNOWN_SITE: WireSite = {
  id: -1,
  name: '(unknown)',
  target: '',
  level: 'info',
  kind: 'auto',
};
