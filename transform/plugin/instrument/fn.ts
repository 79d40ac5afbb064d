import {
  functionName,
  isFunctionDeclaration,
  isLexical,
  lexicalsIn,
  namesIn,
  varsIn,
} from '../analyse/declared';
import { directiveCount } from '../analyse/directives';
import { Facts, factsOf, lookAtReturned } from '../analyse/facts';
import { Options } from '../analyse/options';
import { Declared, declaredBy } from '../analyse/types';
import { FunctionBody, FunctionBody_stmts } from '../ast/schema';
import { bodyFields, countOf, field, item, List, Node, typeOf } from '../ast/tree';

/** A function as written, whatever its syntax. */
export class Fn {
  name: string = '';
  isAsync: bool = false;
  isGenerator: bool = false;
  isArrow: bool = false;
  isConstructor: bool = false;
  /** Whether `this` may be read at its begin, and is worth it. */
  hasThis: bool = false;
  params: List = 0;
  /** Where its optional return type stands; 0 if it has no place for one. */
  returnType: usize = 0;
  /** Byte in the source at which readers look for it. */
  position: u32 = 0;
  /** Something else makes its spans. */
  isCovered: bool = false;
  /** What the decorator that was taken away said; null if there was none. */
  decorated: Options | null = null;

  private seen: Facts | null = null;

  /** `body` is a block, or what an arrow function returns; 0 where there is none. */
  constructor(public body: Node) {}

  get hasBlock(): bool {
    return typeOf(this.body) == FunctionBody;
  }

  get statements(): List {
    return this.hasBlock ? field(this.body, FunctionBody_stmts) : 0;
  }

  get facts(): Facts {
    const seen = this.seen;
    if (seen) return seen;
    const facts = factsOf(this.body);
    if (!this.hasBlock) lookAtReturned(facts, this.body);
    this.seen = facts;
    return facts;
  }

  /** How it runs, as far as that is proved; `option` is what the user says of it. */
  kind(option: string): string {
    if (this.isAsync) return this.isGenerator ? 'async generator' : 'async';
    if (this.isGenerator) return 'generator';
    if (option != '') return option;
    const declared = this.returnType == 0 ? Declared.Nothing : declaredBy(this.returnType);
    if (declared == Declared.Promise || this.facts.wasAsync) return 'promise';
    if (declared == Declared.Plain || this.facts.plainReturns) return 'sync';
    return 'auto';
  }

  /** Why its meaning would change if code were put into its body; empty if it would not. */
  obstacle(options: Options): string {
    if (this.facts.awaitsUsing)
      return 'it has an `await using`, which suspends it where no code can stand';
    // Programs of 1.15 and of 1.16 without any body look the same, and a wrong one is an error.
    if (!this.hasBlock && bodyFields == 0)
      return 'no function of its file has a body, which would tell how this compiler writes them';
    if (options.args != 0 && (this.isArrow || this.bindsArguments()))
      return 'its arguments cannot be read';
    if (options.result != 0 && this.isAsync && this.isGenerator)
      return 'what an async generator returns is known only after it was awaited';
    if (options.kind != '' && (this.isAsync || this.isGenerator)) return `its kind is plain to see`;
    const redeclared = this.redeclaredParameter();
    if (redeclared != '') return `it declares ${redeclared} beside a parameter of that name`;
    return this.functionsObstacle();
  }

  /** That is a syntax error, which a block around the body would hide. */
  private redeclaredParameter(): string {
    if (countOf(this.params) == 0) return '';
    const lexicals = lexicalsIn(this.statements).values();
    if (lexicals.length == 0) return '';
    const params = namesIn(this.params);
    for (let i = 0; i < lexicals.length; i++) if (params.has(lexicals[i])) return lexicals[i];
    return '';
  }

  /**
   * Functions that a body declares stand before the `try` block, or, where they may use what
   * only that block has, inside. There they are the block's alone.
   */
  private functionsObstacle(): string {
    if (!this.keepsFunctionsInside()) return '';
    const declared = new Set<string>();
    const params = namesIn(this.params);
    const vars = varsIn(this.body);
    for (let i: u32 = 0; i < countOf(this.statements); i++) {
      const statement = item(this.statements, i);
      if (!isFunctionDeclaration(statement)) continue;
      const name = functionName(statement);
      if (declared.has(name) || params.has(name) || vars.has(name) || name == 'arguments')
        return `it declares the function ${name} beside something else of that name`;
      declared.add(name);
    }
    return '';
  }

  /** Whether its functions may use names that `let`, `const` or `class` declare beside them. */
  keepsFunctionsInside(): bool {
    let functions = false;
    let lexical = false;
    for (let i: u32 = 0; i < countOf(this.statements); i++) {
      const statement = item(this.statements, i);
      if (isFunctionDeclaration(statement)) functions = true;
      else if (isLexical(statement)) lexical = true;
    }
    return functions && lexical;
  }

  /** Statements that do something. */
  get statementCount(): i32 {
    return this.hasBlock ? countOf(this.statements) - directiveCount(this.statements) : 1;
  }

  private bindsArguments(): bool {
    return namesIn(this.params).has('arguments') || varsIn(this.body).has('arguments');
  }
}
