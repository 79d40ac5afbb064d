// Mentions spanFn, and is left alone in node_modules.
export const version = 1;
