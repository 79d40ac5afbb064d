import { setImmediate as immediate } from 'node:timers/promises';
import {
  type ConsoleOptions,
  consoleDispatcher,
  type Dispatcher,
  span,
  start,
  withDispatcher,
} from 'spanfn';
import { afterEach, expect, test, vi } from 'vitest';

/** A stream that keeps what is written. */
class Page {
  readonly hasColors?: () => boolean;
  text = '';
  constructor(colors?: boolean) {
    if (colors !== undefined) this.hasColors = () => colors;
  }
  write(text: string): void {
    this.text += text;
  }
  /** With durations left out, since no two runs have the same. */
  get lines(): string[] {
    return this.text
      .replace(/ [\d.]+(ns|µs|ms|s)\b/g, '')
      .split('\n')
      .slice(0, -1);
  }
}

function printed(run: () => unknown, options: ConsoleOptions = {}): Page {
  const page = new Page();
  withDispatcher(consoleDispatcher({ stream: page, ...options }), run);
  return page;
}

const ESC = String.fromCharCode(27);

afterEach(() => {
  vi.unstubAllEnvs();
});

test('the tree of a trace is printed when its last span has ended', () => {
  const page = new Page();
  withDispatcher(consoleDispatcher({ stream: page }), () => {
    span('outer', { fields: { id: 1 } }, (own) => {
      span('inner', (inner) => void inner.ok());
      expect(() =>
        span('fails', () => {
          throw new Error('no');
        }),
      ).toThrow();
      expect(page.text).toBe('');
      own.set('rows', 2);
    });
    span('next', () => {});
  });
  expect(page.lines).toEqual([
    'outer thread {id=1, rows=2}',
    '  inner thread ok',
    '  fails thread error: "no"',
    'next thread',
  ]);
});

test('interleaved traces are printed each by itself', async () => {
  const page = new Page();
  await withDispatcher(consoleDispatcher({ stream: page }), () =>
    Promise.all(
      ['a', 'b'].map((name) =>
        span(name, async () => {
          await immediate();
          await span(`${name}1`, () => immediate());
        }),
      ),
    ),
  );
  expect(page.lines).toEqual(['a async', '  a1 async', 'b async', '  b1 async']);
});

test('what is still open is printed at the stop, and marked', async () => {
  const page = new Page();
  const handle = start({ dispatcher: consoleDispatcher({ stream: page }) });
  const pending = span('open', async () => {
    span('done', () => {});
    await immediate();
  });
  await handle.stop();
  expect(page.lines).toEqual(['open async (open)', '  done thread']);
  await pending;
  expect(page.lines).toHaveLength(2);
});

test('a trace of very many spans is printed up to a bound', () => {
  const page = printed(() =>
    span('outer', () => {
      for (let i = 0; i < 1500; i++) span('step', () => {});
    }),
  );
  expect(page.lines).toHaveLength(1001);
  expect(page.lines.at(-1)).toBe('… and 501 more spans');
});

test('of very many traces that never end the oldest are let go, and counted', () => {
  const page = new Page();
  const dispatcher = consoleDispatcher({ stream: page });
  withDispatcher(dispatcher, () => {
    for (let i = 0; i < 1200; i++) void span(`endless ${i}`, () => new Promise(() => {}));
  });
  expect(dispatcher.stats?.()).toMatchObject({ tracesEvicted: 200 });
  void dispatcher.close?.();
  expect(page.lines).toHaveLength(1000);
  expect(page.lines[0]).toBe('endless 200 async (open)');
});

test('colours are used where asked for', () => {
  const run = (): void => {
    expect(() =>
      span('fails', () => {
        throw new Error('no');
      }),
    ).toThrow();
  };
  expect(printed(run).text).not.toContain(ESC);
  const { text } = printed(run, { colors: true });
  expect(text).toContain(`${ESC}[31mfails${ESC}[39m`);
});

test.each([
  ['a terminal with colours', true, {}, true],
  ['a stream without colours', false, {}, false],
  ['a stream that does not tell', undefined, {}, false],
  ['NO_COLOR', true, { NO_COLOR: '1' }, false],
  ['an empty NO_COLOR', true, { NO_COLOR: '' }, true],
  ['FORCE_COLOR', false, { FORCE_COLOR: '1' }, true],
  ['FORCE_COLOR=0', true, { FORCE_COLOR: '0' }, false],
  ['FORCE_COLOR against NO_COLOR', false, { FORCE_COLOR: '1', NO_COLOR: '1' }, true],
])('colours by themselves: %s', (_, colors, env: Record<string, string>, expected) => {
  vi.stubEnv('NO_COLOR', env['NO_COLOR']);
  vi.stubEnv('FORCE_COLOR', env['FORCE_COLOR']);
  const stream = new Page(colors);
  withDispatcher(consoleDispatcher({ stream }), () => span('work', () => {}));
  expect(stream.text.includes(ESC)).toBe(expected);
});

const FORGERIES: Record<string, string> = {
  'a new line': 'x\nforged thread 1ns',
  'a carriage return': 'x\rforged',
  'an escape sequence': `x${ESC}[2K${ESC}[1Aforged`,
  'a C1 control': 'x\u009b2Kforged',
  'a line separator': 'x\u2028forged',
  'a next line': 'x\u0085forged',
  'a bell': 'x\u0007',
  'a right-to-left override': 'x\u202eforged',
  'an isolate': 'x\u2066forged',
  'a right-to-left mark': 'x\u200fforged',
  'a left-to-right mark': 'x\u200eforged',
  'an Arabic letter mark': 'x\u061cforged',
};

/** Characters that move the cursor, colour the text, or turn its direction. */
const UNSAFE = /[^\P{Cc}\n]|\p{Bidi_Control}|[\u2028\u2029]/u;

test.each(Object.keys(FORGERIES))('%s forges no line, wherever it stands', (kind) => {
  const text = FORGERIES[kind]!;
  const page = printed(() => {
    expect(() =>
      span(text, { fields: { [text]: text, deep: [{ [text]: text }] } }, () => {
        throw Object.assign(new Error(text), { name: text });
      }),
    ).toThrow();
  });
  expect(page.text.split('\n')).toHaveLength(2);
  expect(page.text).not.toMatch(UNSAFE);
});

test('a name that begins with spaces forges no place in the tree', () => {
  const { lines } = printed(() =>
    span('outer', () => {
      span('honest', () => {});
      span('  forged', () => {});
    }),
  );
  expect(lines.map((line) => line.search(/\S/))).toEqual([0, 2, 2]);
});

/** Prints one span that lasted so long. */
function lasting(duration: number): string {
  const page = new Page();
  const dispatcher: Dispatcher = consoleDispatcher({ stream: page });
  withDispatcher(
    {
      spanBegin: (one) => dispatcher.spanBegin?.(one),
      spanEnd: (one) => {
        Object.defineProperty(one, 'duration', { value: duration });
        dispatcher.spanEnd?.(one);
      },
    },
    () => span('work', () => {}),
  );
  return page.text.trim().split(' ').at(-1)!;
}

test.each([
  [0, '0ns'],
  [999, '999ns'],
  [1000, '1.00µs'],
  [12_345, '12.3µs'],
  [123_456, '123µs'],
  [1_500_000, '1.50ms'],
  [1_500_000_000, '1.50s'],
  [90_000_000_000, '90.0s'],
])('a span of %d ns lasts %s', (duration, text) => {
  expect(lasting(duration)).toBe(text);
});

test.each([999_500, 999_999, 999_999_999, 5_000_000_000_000])(
  '%d ns are written without an exponent',
  (duration) => {
    expect(lasting(duration)).toMatch(/^\d+(\.\d+)?(µs|ms|s)$/);
  },
);

test('values are written so that their kinds can be told apart', () => {
  const fields = {
    text: 'a "quoted" text',
    number: 1.5,
    zero: -0,
    nan: Number.NaN,
    big: 10n,
    yes: true,
    none: null,
    bytes: new Uint8Array([0, 255]),
    list: [1, 'a', []],
    empty: {},
  };
  expect(printed(() => span('work', { fields }, () => {})).lines).toEqual([
    'work thread {text="a \\"quoted\\" text", number=1.5, zero=-0, nan=NaN, big=10n, yes=true, ' +
      'none=null, bytes=<00ff>, list=[1, "a", []], empty={}}',
  ]);
});

test('a stream that throws harms no traced code', () => {
  const stream = {
    write: () => {
      throw new Error('closed');
    },
  };
  expect(withDispatcher(consoleDispatcher({ stream }), () => span('work', () => 5))).toBe(5);
});
