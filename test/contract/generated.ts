import 'reflect-metadata';
import { current, span } from 'spanfn';
import { type Recording, record } from 'spanfn/testing';
import { describe, expect, it } from 'vitest';
import { appearanceOf, propertiesOf } from './appearance.ts';
import { FORMS, type Form } from './forms.ts';
import { IMPLEMENTATIONS, type Implementation, type Syntax } from './implementations.ts';
import { impossible, missingPlace, PLACES } from './impossible.ts';
import { KINDS, type Kind } from './kinds.ts';
import { build, type Program } from './program.ts';
import { type Act, SCENARIOS } from './scenario.ts';
import { Stage } from './stage.ts';

import 'spanfn/vitest';

/** What the source of a case exports. */
interface Subject {
  create(): object;
  act(self: object, ...args: unknown[]): unknown;
  functionOf(self: object): unknown;
  owners(self: object): object[];
}

interface Case {
  readonly title: string;
  readonly kind: Kind;
  readonly program: Program<Subject>;
  readonly stages: { readonly bare: Stage; readonly instrumented: Stage };
  readonly tree: string;
}

/** Every place and every kind of function, by each implementation of `syntax`. */
export async function describeCases(syntax: Syntax): Promise<void> {
  const implementations = IMPLEMENTATIONS.filter((one) => one.syntax === syntax);
  for (const implementation of implementations) {
    for (const place of PLACES) skipIf(missingPlace(syntax, place), implementation, place);
    for (const form of FORMS.filter((one) => one.syntax.includes(syntax))) {
      const cases = await Promise.all(possibleKinds(implementation, form));
      describe(`${implementation.name} ${form.name}`, () => {
        for (const one of cases) testCase(one);
      });
    }
  }
}

function skipIf(reason: string | undefined, { name }: Implementation, what: string): void {
  if (reason !== undefined) it.skip(`${name} ${what}: ${reason}`);
}

function possibleKinds(implementation: Implementation, form: Form): Promise<Case>[] {
  const reasonAgainst = (kind: Kind) => impossible(implementation.syntax, form.name, kind);
  for (const kind of KINDS)
    skipIf(reasonAgainst(kind), implementation, `${form.name} ${kind.name}`);
  return KINDS.filter((kind) => reasonAgainst(kind) === undefined).map((kind) =>
    buildCase(implementation, form, kind),
  );
}

async function buildCase(implementation: Implementation, form: Form, kind: Kind): Promise<Case> {
  const stages = { bare: new Stage(), instrumented: new Stage() };
  const decorator = kind.options === undefined ? '@spanFn' : `@spanFn(${kind.options})`;
  const decorated = form.source(kind).replace('@spanFn', decorator);
  const source = `import { spanFn } from 'spanfn';
    import { inner, note, keep, who, later, accountLater, processLater, bluebirdLater, Query }
      from 'stage';
    ${decorated}
    export { create, act, functionOf, owners };`;
  const imports = {
    bare: { stage: stages.bare },
    instrumented: { stage: stages.instrumented },
  };
  // In place, a class looks as if it had never been decorated. Accessors cannot be.
  const isUndecorated = implementation.inPlace === true && form.name !== 'accessor';
  const bareSource = isUndecorated ? source.replace(decorator, '') : source;
  const program = await build<Subject>(implementation, source, kind.target, imports, bareSource);
  return {
    title: `${implementation.name} ${form.name} ${kind.name}`,
    kind,
    program,
    stages,
    tree: kind.tree.replaceAll('NAME', form.label).replaceAll(/^ {2}/gm, '').trim(),
  };
}

function testCase({ title, kind, program, stages, tree }: Case): void {
  const run = async (half: 'bare' | 'instrumented'): Promise<unknown[]> => {
    const subject = program[half];
    const stage = stages[half];
    const self = subject.create();
    const act: Act = (...args) => subject.act(self, ...args);
    const from = stage.log.length;
    await SCENARIOS[kind.nature](act, stage);
    return stage.log.slice(from);
  };
  it(`${title}: behaves as bare code and draws its tree`, async () => {
    const wanted = await run('bare');
    let seen: unknown[] = [];
    const recording = await record(async () => {
      seen = await run('instrumented');
    });
    expect(seen).toEqual(wanted);
    expect(recording).toMatchSpanTree(tree);
    expectWellFormed(recording, kind);
  });
  it(`${title}: does so below a span`, async () => {
    const wanted = await run('bare');
    let seen: unknown[] = [];
    const recording = await record(() =>
      span('consumer', async () => {
        seen = await run('instrumented');
      }),
    );
    expect(seen).toEqual(wanted);
    expect(recording).toMatchSpanTree(`consumer async\n${tree.replaceAll(/^(?=.)/gm, '  ')}`);
    expect(recording).toHaveNoOpenSpans();
  });
  it(`${title}: when nothing records, behaves as bare code`, async () => {
    expect(await run('instrumented')).toEqual(await run('bare'));
    expect(current()).toBeUndefined();
  });
  it(`${title}: looks like bare code`, () => {
    const [bare, instrumented] = [program.bare, program.instrumented].map((subject) => {
      const self = subject.create();
      const owners = subject.owners(self).map(propertiesOf);
      return { fn: appearanceOf(subject.functionOf(self)), owners };
    });
    expect(instrumented).toEqual(bare);
  });
}

function expectWellFormed(recording: Recording, kind: Kind): void {
  expect(recording).toHaveNoOpenSpans();
  for (const span of recording.spans) {
    const events = recording.events.filter((event) => event.span === span);
    expect(events.map(({ type }) => type)).toEqual(['begin', 'end']);
    const isGenerator = kind.star !== undefined && span.kind === 'async';
    if (isGenerator) expect(span.busy).toBeLessThanOrEqual(span.duration);
    else expect(span.busy).toBeUndefined();
  }
}
