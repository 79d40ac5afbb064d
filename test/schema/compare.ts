import { Float, type Item, Tagged } from './cbor.ts';
import type { Coverage } from './coverage.ts';
import { FLATTENED, JSON_TYPE, OWN_WAY, UNTYPED } from './exceptions.ts';
import { fits, layoutOf } from './layout.ts';
import type { Schema, Struct, Type } from './schema.ts';
import type { Order, Source } from './swc.ts';
import { wtf8 } from './wtf8.ts';

/** A place where bytes and schema, or bytes and JSON, disagree. */
export interface Mismatch {
  readonly file: string;
  readonly order: Order;
  readonly path: string;
  readonly problem: string;
  /** The first line of the nearest node around that has a place in the source. */
  readonly excerpt: string;
}

export interface Counts {
  /** Structs that the schema led to. */
  walked: number;
  /** Those of them whose fields were also found in JSON. */
  compared: number;
}

type Json = Record<string, unknown>;
type Span = readonly [start: number, end: number];

/** JSON that is not there to compare with: only the schema is checked. */
export const NO_JSON: unique symbol = Symbol('no JSON');

/** Walks the items of one program by the schema, in step with its JSON. */
export class Comparison {
  readonly mismatches: Mismatch[] = [];
  readonly counts: Counts = { walked: 0, compared: 0 };
  private readonly schema: Schema;
  private readonly coverage: Coverage;
  private readonly source: Source;
  private readonly order: Order;
  /** Spans in JSON count from another start: the files of a process share one map of positions. */
  private shift: number | undefined;
  private around: Span = [1, 1];

  constructor(schema: Schema, coverage: Coverage, source: Source, order: Order) {
    this.schema = schema;
    this.coverage = coverage;
    this.source = source;
    this.order = order;
  }

  visit(type: Type, item: Item, json: unknown, path: string): void {
    if (!fits(this.schema, type, item)) this.report(path, `${show(item)} is no ${label(type)}`);
    else if (type.is === 'option') this.option(type.of, item as Item[], json, path);
    else if (type.is === 'list') this.list(type.of, item as Item[], json, path);
    else if (type.is === 'span') this.place(item as [number, number], json, path);
    else if (type.is === 'named') this.named(type.name, item, json, path);
    else if (type.is !== 'opaque') this.leaf(plain(item), json, path);
  }

  private option(of: Type, item: Item[], json: unknown, path: string): void {
    if (item.length === 1) this.visit(of, item[0] as Item, json, path);
    else this.leaf(null, json, path);
  }

  private list(of: Type, items: Item[], json: unknown, path: string): void {
    const entries = json === NO_JSON ? items.map(() => NO_JSON) : json;
    if (Array.isArray(entries) && entries.length === items.length)
      for (const [i, item] of items.entries()) this.visit(of, item, entries[i], `${path}[${i}]`);
    else this.report(path, `${items.length} entries, but ${show(json)} in JSON`);
  }

  private place([start, end]: Span, json: unknown, path: string): void {
    if (json === NO_JSON) return;
    const given = json as { start?: unknown; end?: unknown } | null;
    if (typeof given?.start !== 'number' || typeof given.end !== 'number') {
      this.report(path, `a span, but ${show(json)} in JSON`);
      return;
    }
    this.shift ??= given.start - start;
    // 0-0 is no place at all, and not shifted.
    const shift = given.start === 0 && given.end === 0 ? 0 : this.shift;
    const [jsonStart, jsonEnd] = [given.start - shift, given.end - shift];
    if (jsonStart !== start || jsonEnd !== end)
      this.report(path, `span ${start}-${end}, but ${jsonStart}-${jsonEnd} in JSON`);
  }

  private leaf(value: unknown, json: unknown, path: string): void {
    if (json !== NO_JSON && value !== json)
      this.report(path, `${show(value)}, but ${show(json)} in JSON`);
  }

  private named(name: string, item: Item, json: unknown, path: string): void {
    const variants = this.schema.enums.get(name);
    const texts = this.schema.values.get(name);
    if (variants !== undefined) {
      const { tag, value } = item as Tagged;
      this.coverage.variant(name, tag);
      this.visit(variants.get(tag) as Type, value, json, path);
    } else if (texts !== undefined) {
      this.coverage.variant(name, item as number);
      this.leaf(texts.get(item as number), json === true ? 'true' : json, path);
    } else {
      this.struct(layoutOf(this.schema, name, item) as Struct, item, json, path);
    }
  }

  private struct(struct: Struct, item: Item, json: unknown, path: string): void {
    if (json === NO_JSON) this.inside(struct, item, NO_JSON, path);
    else if (typeof json !== 'object' || json === null)
      this.report(path, `${struct.name}, but ${show(json)} in JSON`);
    else this.node(struct, item, json as Json, path);
  }

  private node(struct: Struct, item: Item, json: Json, path: string): void {
    const type = UNTYPED.has(struct.name) ? undefined : jsonType(struct);
    if (json['type'] !== type)
      this.report(path, `${struct.name}, but type ${json['type']} in JSON`);
    const used = new Set(['type']);
    this.inside(struct, item, json, path, used);
    for (const key of Object.keys(json))
      if (!used.has(key)) this.report(path, `${struct.name} has no ${key}, which JSON has`);
  }

  /** Every field of a struct; adds to `used` the keys of its JSON that it compared. */
  private inside(
    struct: Struct,
    item: Item,
    json: Json | typeof NO_JSON,
    path: string,
    used: Set<string> = new Set(),
  ): void {
    const items = struct.fields.length === 1 ? [item] : (item as Item[]);
    const outer = this.around;
    this.around = ownSpan(struct, items) ?? outer;
    this.counts.walked++;
    if (json !== NO_JSON) this.counts.compared++;
    this.coverage.layout(struct);
    for (const [i, field] of struct.fields.entries()) {
      this.coverage.field(struct, field, items[i] as Item);
      this.field(struct.name, field, items[i] as Item, json, `${path}.${field.name}`, used);
    }
    this.around = outer;
  }

  private field(
    struct: string,
    { name, type }: { name: string; type: Type },
    item: Item,
    json: Json | typeof NO_JSON,
    path: string,
    used: Set<string>,
  ): void {
    const place = `${struct}.${name}`;
    if (json === NO_JSON) {
      this.visit(type, item, NO_JSON, path);
    } else if (FLATTENED.has(place)) {
      const inner = type.is === 'named' ? layoutOf(this.schema, type.name, item) : undefined;
      if (inner === undefined) this.report(path, `${show(item)} is no ${label(type)}`);
      else this.inside(inner, item, json, path, used);
    } else {
      used.add(name);
      const own = OWN_WAY[place]?.(item, json[name]);
      this.visit(type, item, own ? NO_JSON : json[name], path);
    }
  }

  private report(path: string, problem: string): void {
    const { source, order } = this;
    this.mismatches.push({ file: source.path, order, path, problem, excerpt: this.excerpt() });
  }

  /** Spans count bytes from one. */
  private excerpt(): string {
    const [start, end] = this.around;
    const text = Buffer.from(this.source.code).subarray(start - 1, Math.min(end - 1, start + 80));
    return text.toString('utf8').split('\n')[0] as string;
  }
}

function jsonType({ id, name }: Struct): string {
  return JSON_TYPE[id] ?? JSON_TYPE[name] ?? name;
}

function ownSpan(struct: Struct, items: Item[]): Span | undefined {
  const item = items[struct.fields.findIndex(({ type }) => type.is === 'span')];
  return Array.isArray(item) && item[1] !== 0 ? (item as [number, number]) : undefined;
}

function plain(item: Item): unknown {
  if (item instanceof Float) return item.value;
  return Buffer.isBuffer(item) ? wtf8(item) : item;
}

function label(type: Type): string {
  if (type.is === 'named') return type.name;
  return 'of' in type ? `${type.is} of ${label(type.of)}` : type.is;
}

function show(value: unknown): string {
  if (value instanceof Tagged) return `tag ${value.tag}`;
  return (JSON.stringify(value) ?? String(value)).slice(0, 80);
}
