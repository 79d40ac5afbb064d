import { bareMethod, type Dialect } from './dialect.ts';

export const bare: Dialect = { preamble: '', method: bareMethod };
