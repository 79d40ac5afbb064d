import { spanFn } from 'spanfn';

export class Form {
  @spanFn() accessor count = 0;

  @spanFn() static accessor opened = 0;
}

export class Button {
  @spanFn() accessor label: unknown;

  constructor(label: unknown) {
    this.label = label;
  }
}

let initial: unknown;

export class Slot {
  @spanFn() accessor content: unknown = initial;

  static holding(content: unknown): Slot {
    initial = content;
    return new this();
  }
}
