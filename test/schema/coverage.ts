import type { Item } from './cbor.ts';
import type { Field, Schema, Struct, Type } from './schema.ts';

/**
 * What of the schema a corpus has shown: every variant, and of every field both values of a truth,
 * both states of an option, and a list with an entry. Without these a swap of two neighbours of
 * one type would pass.
 */
export class Coverage {
  private readonly seen = new Set<string>();

  variant(name: string, tag: number): void {
    this.seen.add(`${name} ${tag}`);
    this.seen.add(name);
  }

  /** Whether a sample had this: a type's name, a layout's id, or a line of those in `unseen`. */
  has(sight: string): boolean {
    return this.seen.has(sight);
  }

  layout(struct: Struct): void {
    this.seen.add(struct.id);
    this.seen.add(struct.name);
  }

  field(struct: Struct, field: Field, item: Item): void {
    this.seen.add(sight(struct, field.name, state(field.type, item)));
  }

  /**
   * What the schema allows and no source has shown, each as one line. Of a struct with several
   * generations those that were met count, since a version writes only one of them.
   */
  unseen(schema: Schema): string[] {
    const variants = [...schema.enums, ...schema.values].flatMap(([name, entries]) =>
      [...entries.keys()].map((tag) => `${name} ${tag}`),
    );
    const fields = [...schema.structs.values()]
      .flatMap((layouts) => this.required(layouts))
      .flatMap(sightsOf);
    return [...variants, ...fields].filter((line) => !this.seen.has(line));
  }

  private required(layouts: readonly Struct[]): readonly Struct[] {
    const met = layouts.filter(({ id }) => this.seen.has(id));
    return met.length > 0 ? met : layouts;
  }
}

function sightsOf(struct: Struct): string[] {
  return struct.fields.flatMap(({ name, type }) =>
    statesOf(type).map((shown) => sight(struct, name, shown)),
  );
}

function sight(struct: Struct, field: string, shown: string): string {
  return `${struct.name}.${field} ${shown}`;
}

function state(type: Type, item: Item): string {
  if (type.is === 'bool') return String(item);
  if (type.is === 'option') return (item as Item[]).length === 0 ? 'none' : 'some';
  if (type.is === 'list') return (item as Item[]).length === 0 ? 'empty' : 'entries';
  return 'value';
}

function statesOf(type: Type): string[] {
  if (type.is === 'bool') return ['false', 'true'];
  if (type.is === 'option') return ['none', 'some'];
  return [type.is === 'list' ? 'entries' : 'value'];
}
