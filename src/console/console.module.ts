import { Module, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { type FastifyInstance } from 'fastify';
import { ConsoleController } from './console.controller.js';
import { ASSETS } from './built-page.js';

const YEAR_MS = 365 * 24 * 60 * 60 * 1000;

/** The page in which marketers work: what `npm run build` made of `web/`. */
@Module({ controllers: [ConsoleController] })
export class ConsoleModule implements OnModuleInit {
  constructor(private readonly host: HttpAdapterHost) {}

  /** Scripts and styles: their names change with their content, so that browsers may keep them. */
  async onModuleInit(): Promise<void> {
    const { default: files } = await import('@fastify/static');
    const fastify = this.host.httpAdapter.getInstance<FastifyInstance>();
    // Who waits for it starts the server before Nest has said how failures are answered.
    void fastify.register(files, {
      root: ASSETS,
      prefix: '/assets/',
      // A route a file: whatever else is asked for is no route.
      wildcard: false,
      preCompressed: true,
      index: false,
      decorateReply: false,
      immutable: true,
      maxAge: YEAR_MS,
    });
  }
}
