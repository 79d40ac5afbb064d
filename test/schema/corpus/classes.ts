@first @second() @(third.fourth[0]) @fifth.sixth class Decorated<T, U extends T = T> extends Base<T>.Inner<U> implements One, Two.Three<T> {}
class Derived<T> extends Base<T> implements Shape {
  @property plain = 1;
  @property() @twice static override readonly shared: string = 'x';
  public open;
  protected guarded!: string;
  private hidden?: number = 2;
  private declare static readonly ambient: number;
  declare other: any;
  override replaced = 1;
  static;
  get;
  'quoted' = 1;
  12 = 2;
  34n = 3;
  [computed] = 4;
  static async = 5;
  #secret = 1;
  @decorated static readonly #constant: number = 2;
  #typed!: string;
  static #uninitialised;
  constructor();
  private constructor(a?: string);
  constructor(a?: string, b = 1, @inject() c, private d, public readonly e: number = 2, protected override f?: string, @inject() @again() override readonly g, ...rest) { super(a); super.method(); super['computed']; }
  @method @twice() method<T>(@param a: T, this1?: any): asserts this is T { return super.method; }
  static async staticAsync() { await this; }
  *generator() { yield* super.x(); }
  async *asyncGenerator() {}
  static *[Symbol.iterator]() {}
  'string method'() {}
  1() {}
  2n() {}
  get accessor(): string { return this.#secret; }
  set accessor(value: string) { this.#secret = value; }
  static get shared2() { return 1; }
  static set shared2({ a }) {}
  @dec get [computed]() { return 1; }
  @dec set [computed](v) {}
  optional?(): void;
  overload(a: string): void;
  override overload(this: Derived<any>, a?: any): void {}
  private hiddenMethod() {}
  protected static guardedMethod() {}
  public openMethod() {}
  @dec #privateMethod() {}
  static async #privateAsync() {}
  *#privateGenerator() {}
  get #privateGetter() { return #secret in this; }
  set #privateSetter(v) {}
  static get #staticGetter() { return 1; }
  @dec accessor automatic = 1;
  static accessor shared3: number;
  accessor #privateAuto;
  @dec @dec2 static accessor #privateStatic = 2;
  accessor 'quoted auto' = 1;
  private accessor hiddenAuto;
  override accessor overriddenAuto = 1;
  accessor definiteAuto!: string;
  accessor 7;
  accessor [computed] = 1;
  protected accessor guardedAuto: string;
  public accessor openAuto;
  static { this.shared = 1; var inside; }
  static {}
  ;
  [key: string]: any;
  readonly [key: number]: any;
  static [key: symbol]: any;
  static readonly [key: `x${string}`]: any;
}
abstract class Abstract<T = any> extends Base {
  abstract property: string;
  protected abstract readonly guarded?: T;
  abstract method(): void;
  public abstract override overridden(): void;
  abstract optional?(): void;
  abstract get accessor(): string;
  abstract set accessor(v: string);
  abstract accessor automatic: number;
  protected abstract override accessor automatic2: number;
}
declare class Ambient { constructor(a: string); method(): void; static property; get accessor(): string; }
const anonymous = class {};
const named = class Named<T> extends (class {}) {};
const expression = @decorated class extends null { static x = 1; };
const decoratedNamed = (@first @second() class Named {});
class ExtendsCall extends mixin(A, B)<string> {}
class Private2 { private?; #optional; m() { this.#optional?.x; this?.#optional; delete this?.x; } }
abstract class Unusual extends Base { constructor?(); #optionalMethod?() {} override #overridden() {} abstract #abstract(); #optional2?: string; override #overridden2; readonly; abstract; declare; override; accessor() {} }
