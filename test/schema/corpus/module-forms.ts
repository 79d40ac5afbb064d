#!/usr/bin/env node
import def, { named, original as renamed, type TypeNamed, type Source as Target, 'string name' as fromString, default as again } from 'module';
import type TypeDefault from 'types';
import type { OnlyType } from 'types';
import * as everything from 'everything';
import type * as allTypes from 'everything';
import both, * as bothStar from 'both';
import 'side-effect';
import {} from 'nothing';
import json from './data.json' with { type: 'json', 'quoted-key': "x" };
import defer * as lazy from 'lazy';
import source wasm from './module.wasm';
import equals = require('commonjs');
import type typeEquals = require('commonjs');
import alias = everything.deep.er;
export import exportedAlias = alias;
export import type exportedType = require('commonjs');

export { named };
export { named as other, renamed as default, type TypeNamed as Exported, type OnlyType };
export { fromString as 'a string' };
export { 'a string' as back, one, type Two } from 'elsewhere' with { type: 'json' };
export type { TypeDefault };
export type { Far } from 'far';
export * from 'all';
export type * from 'types';
export * as space from 'all' with { type: 'json' };
export * as 'string space' from 'all';
export type * as typeSpace from 'types';
export * from './data.json' with { type: 'json' };
export const value = 1;
export let uninitialised: string;
export function declared() {}
export async function* asyncGenerator() {}
export class Declared {}
export abstract class AbstractExport {}
export enum Exported2 {}
export const enum ConstEnum {}
export interface Shape {}
export type Alias = Shape;
export namespace Space {}
export declare const ambient: number;
export declare function ambientFunction(): void;
export declare class AmbientClass {}
export as namespace Global;

import('dynamic');
import('dynamic', { with: { type: 'json' } });
import.defer('lazy');
import.source('./module.wasm');
import.meta.url;
await import('top-level');
