import { writeFileSync } from 'node:fs';
import { Injectable, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { record } from 'spanfn/testing';
import { Orders } from './shop';

@Injectable()
class Desk {
  constructor(private readonly orders: Orders) {}

  open(): Promise<number> {
    return this.orders.place([7, 35]);
  }
}

@Module({ providers: [Desk, Orders] })
class Shop {}

async function main(): Promise<void> {
  const app = await NestFactory.createApplicationContext(Shop, { logger: ['error'] });
  const recording = await record(() => app.get(Desk).open());
  writeFileSync('tree.txt', `${recording.tree()}\n`);
  await app.close();
}

void main();
