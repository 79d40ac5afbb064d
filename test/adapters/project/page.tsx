import { spanFn } from 'spanfn';
import type { Element } from 'tiny-jsx/jsx-runtime';

export class Page {
  @spanFn
  render(title: string): Element {
    return <h1 id="top">{title as string}</h1>;
  }
}
