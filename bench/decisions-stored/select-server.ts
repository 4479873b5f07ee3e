import 'reflect-metadata';
import { Body, Controller, HttpCode, Module, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Pool } from 'pg';

const pool = new Pool({ connectionString: process.env['DATABASE_URL'], max: 10 });

/** The peer: Nest and Fastify with nothing of ours, answering with one row that it selects. */
@Controller()
class SelectController {
  @Post('v1/decisions')
  @HttpCode(200)
  async select(@Body() { userId }: { readonly userId: string }): Promise<unknown> {
    const { rows } = await pool.query('select * from profiles where user_id = $1', [userId]);
    return rows[0];
  }
}

@Module({ controllers: [SelectController] })
class SelectModule {}

// eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- Nest's options are a class in name only
const app = await NestFactory.create<NestFastifyApplication>(SelectModule, new FastifyAdapter(), { logger: false });
await app.listen(0, '127.0.0.1');
process.stderr.write(`${JSON.stringify({ url: await app.getUrl() })}\n`);
