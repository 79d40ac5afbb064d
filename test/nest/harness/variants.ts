import type * as marks from '../app/marks.ts';

/** One of the places where `@spanFn` may stand. */
export type Mark = keyof typeof marks;

/** Where `@spanFn` stands, in words and in marks. */
export type Variant = readonly [where: string, marks: readonly Mark[]];

/** Its handlers, services and repositories decorated: the layers of a request. */
export const BY_HANDLER: readonly Variant[] = [
  ["above Nest's decorators", ['handlerAbove', 'layer']],
  ["among Nest's decorators", ['handlerBetween', 'layer']],
  ["below Nest's decorators", ['handlerBelow', 'layer']],
  [
    "above, among and below Nest's decorators at once",
    ['handlerAbove', 'handlerBetween', 'handlerBelow', 'layer'],
  ],
];

/** All methods of all classes decorated. */
export const BY_CLASS: readonly Variant[] = [
  ['on classes, above what Nest decorates them with', ['classAbove']],
  ['on classes, below what Nest decorates them with', ['classBelow']],
  [
    'on classes and on their methods',
    ['classAbove', 'classBelow', 'handlerAbove', 'handlerBelow', 'layer', 'enhancer'],
  ],
];

/** What Nest itself calls decorated, around layers that are. */
export const BY_ENHANCER: Variant = [
  'on guards, interceptors, pipes, filters and middleware too',
  ['handlerBelow', 'layer', 'enhancer'],
];

export const VARIANTS: readonly Variant[] = [...BY_HANDLER, ...BY_CLASS, BY_ENHANCER];
