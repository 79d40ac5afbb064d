import { styleText } from 'node:util';

/** Colours a text, or leaves it as it is. */
export type Paint = (style: Parameters<typeof styleText>[0], text: string) => string;

/** Something that text is written to. */
export interface TextStream {
  write(text: string): unknown;
  hasColors?(): boolean;
  readonly isTTY?: boolean | undefined;
}

export function painter(colors: boolean): Paint {
  return colors
    ? (style, text) => (text === '' ? '' : styleText(style, text, { validateStream: false }))
    : (_, text) => text;
}

/** What the user wishes comes before what the stream can do. */
export function hasColors(stream: TextStream): boolean {
  const { FORCE_COLOR, NO_COLOR } = process.env;
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
  return (NO_COLOR ?? '') === '' && stream.hasColors?.() === true;
}
