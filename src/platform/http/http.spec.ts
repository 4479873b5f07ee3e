import { Body, Controller, Get, HttpException, Logger, Module, Param, Post, Req } from '@nestjs/common';
import { APP_GUARD, NestFactory } from '@nestjs/core';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase } from '../../../test/support/database.js';
import { StrataError } from '#sdk';
import { type ApiKeys, apiKeys } from '../auth/api-keys.js';
import { AuthGuard, type AuthenticatedRequest } from '../auth/auth.guard.js';
import { endpointsWithoutRole, Public, Roles } from './requests/roles.js';
import { type Database } from '../database/database.js';
import { createLogger } from '../telemetry/logger.js';
import { metrics } from '../telemetry/metrics.js';
import { configureHttp, createHttpAdapter } from './http-adapter.js';
import { type ProblemDocument } from './problem.js';

@Controller()
class SampleController {
  @Public()
  @Post('echo')
  echo(@Body() body: unknown): unknown {
    return body;
  }

  @Public()
  @Get('things/:id')
  thing(@Param('id') id: string): { id: string } {
    return { id };
  }

  @Public()
  @Get('fails/:how')
  fail(@Param('how') how: string): never {
    if (how === 'known') {
      const problems = [{ message: 'no such fact', pointer: '/facts/agee', expected: 'a known fact', nearest: 'age' }];
      throw new StrataError('UNKNOWN_FACT', 'A fact is not known.', { problems });
    }
    if (how === 'away') throw new StrataError('UNAVAILABLE', 'Later.');
    if (how === 'nest') throw new HttpException('too fast', 429);
    throw Object.assign(new Error('the password is swordfish'), { statusCode: 400 });
  }
}

@Controller('guarded')
class GuardedController {
  @Roles('service')
  @Get('service')
  service(@Req() request: AuthenticatedRequest): unknown {
    return request.principal;
  }

  @Roles('marketer')
  @Get('marketer')
  marketer(): object {
    return {};
  }

  @Get('forgotten')
  forgotten(): object {
    return {};
  }
}

describe('an HTTP server', () => {
  let app: NestFastifyApplication;
  let database: Database;
  let keys: ApiKeys;
  const logLines: string[] = [];

  beforeAll(async () => {
    database = await freshDatabase('pglite');
    keys = apiKeys(database);
    @Module({
      controllers: [SampleController, GuardedController],
      providers: [{ provide: APP_GUARD, useFactory: () => new AuthGuard({ auth: 'on', host: '127.0.0.1' }, keys) }],
    })
    class SampleModule {}
    const log = createLogger({ logLevel: 'info' }, { write: (line: string) => void logLines.push(line) });
    Logger.overrideLogger(false);
    app = await NestFactory.create<NestFastifyApplication>(SampleModule, createHttpAdapter(log));
    configureHttp(app, log);
    await app.listen(0, '127.0.0.1');
  });
  afterAll(async () => {
    await app.close();
    await database.close();
  });

  const send = async (method: 'GET' | 'POST', url: string, more: Record<string, unknown> = {}) => {
    const response = await app.inject({ method, url, ...more });
    return { response, problem: response.json<ProblemDocument>() };
  };

  it.each([
    [
      'a body that is not JSON',
      'POST',
      '/echo',
      { payload: '{', headers: { 'content-type': 'application/json' } },
      400,
    ],
    ['an empty body', 'POST', '/echo', { payload: '', headers: { 'content-type': 'application/json' } }, 400],
    [
      'a body that would change the prototype',
      'POST',
      '/echo',
      { payload: '{"__proto__": {"admin": true}}', headers: { 'content-type': 'application/json' } },
      400,
    ],
    ['another media type', 'POST', '/echo', { payload: 'x', headers: { 'content-type': 'text/csv' } }, 415],
    ['a body that is too large', 'POST', '/echo', { payload: { text: 'x'.repeat(3_000_000) } }, 413],
    [
      'a body that is nested too deep',
      'POST',
      '/echo',
      { payload: '['.repeat(90_000) + ']'.repeat(90_000), headers: { 'content-type': 'application/json' } },
      422,
    ],
    ['an unknown path', 'GET', '/nowhere', {}, 404],
    ['an unknown method of a path', 'GET', '/echo', {}, 405],
    [
      'a form',
      'POST',
      '/echo',
      { payload: 'a=b', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
      415,
    ],
    ['text', 'POST', '/echo', { payload: '{}', headers: { 'content-type': 'text/plain' } }, 415],
    ['a path that cannot be decoded', 'GET', '/things/%E0%A4%A', {}, 400],
    ['an identifier that is too long', 'GET', `/things/${'x'.repeat(300)}`, {}, 400],
    ['an error of Nest', 'GET', '/fails/nest', {}, 429],
  ] as const)('answers %s with a problem document', async (_what, method, url, more, status) => {
    const { response, problem } = await send(method, url, more);
    expect(response.statusCode).toBe(status);
    expect(response.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(problem).toMatchObject({ status, type: `/docs/errors#${problem.code}` });
    expect(problem.detail).not.toBe('');
  });

  it('names every place where the input was wrong', async () => {
    const { response, problem } = await send('GET', '/fails/known', { headers: { 'x-request-id': 'from-the-caller' } });
    expect(response.headers['x-request-id']).toBe('from-the-caller');
    expect(problem).toEqual({
      type: '/docs/errors#UNKNOWN_FACT',
      title: 'The fact is not in the catalogue',
      status: 422,
      detail: 'A fact is not known.',
      code: 'UNKNOWN_FACT',
      requestId: 'from-the-caller',
      problems: [{ message: 'no such fact', pointer: '/facts/agee', expected: 'a known fact', nearest: 'age' }],
    });
  });

  it('explains the codes where the documents point to', async () => {
    const page = await app.inject({ method: 'GET', url: '/docs/errors' });
    expect([page.statusCode, page.headers['content-type']]).toEqual([200, 'text/markdown; charset=utf-8']);
    expect(page.body).toContain('`UNKNOWN_FACT`');
  });

  it('says when to try again', async () => {
    const { response } = await send('GET', '/fails/away');
    expect([response.statusCode, response.headers['retry-after']]).toEqual([503, '1']);
  });

  it('keeps to itself what failed inside, and logs it under the id that it answers', async () => {
    logLines.length = 0;
    const { response, problem } = await send('GET', '/fails/inside');
    expect(response.statusCode).toBe(500);
    expect(problem.code).toBe('INTERNAL');
    expect(response.body).not.toContain('swordfish');
    expect(logLines.join('')).toContain(problem.requestId);
  });

  it('answers bytes that are not HTTP', async () => {
    const { port } = new URL(await app.getUrl());
    const answer = await new Promise<string>((resolve, reject) => {
      let text = '';
      const socket = connect(Number(port), '127.0.0.1', () => socket.write('NONSENSE\r\n\r\n'));
      socket.on('data', (chunk) => (text += chunk.toString()));
      socket.on('close', () => {
        resolve(text);
      });
      socket.on('error', reject);
    });
    expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
    expect(answer).toContain('"code":"BAD_REQUEST"');
  });

  it('measures requests by route, never by path', async () => {
    await send('GET', '/things/ada-lovelace');
    const text = await metrics.metrics();
    expect(text).toContain('strata_http_request_duration_seconds_count{method="GET",route="/things/:id",status="200"}');
    expect(text).not.toContain('ada-lovelace');
  });

  it('asks nobody on loopback for a key before the first is made, but refuses names that only point there', async () => {
    const open = await send('GET', '/guarded/service');
    expect(open.response.json()).toEqual({ keyId: null, name: 'local', role: 'admin' });
    const { response } = await send('GET', '/guarded/service', { headers: { host: 'evil.example' } });
    expect(response.statusCode).toBe(401);
  });

  it('opens an endpoint to its roles and to administrators', async () => {
    const service = await keys.create('service', 'shop');
    const admin = await keys.create('admin', 'root');
    const status = async (path: string, secret?: string): Promise<number> => {
      const headers = secret === undefined ? {} : { authorization: `Bearer ${secret}` };
      return (await send('GET', `/guarded/${path}`, { headers })).response.statusCode;
    };
    expect(await status('service')).toBe(401);
    expect(await status('service', 'wrong')).toBe(401);
    expect(await status('service', service.secret)).toBe(200);
    expect(await status('marketer', service.secret)).toBe(403);
    expect(await status('marketer', admin.secret)).toBe(200);
    await keys.revoke(service.key.id);
    expect(await status('service', service.secret)).toBe(401);
  });

  it('closes an endpoint without a role to all but administrators, and finds it', async () => {
    const { secret } = await keys.create('marketer', 'Ada');
    const { response } = await send('GET', '/guarded/forgotten', { headers: { authorization: `Bearer ${secret}` } });
    expect(response.statusCode).toBe(403);
    expect(endpointsWithoutRole([SampleController, GuardedController])).toEqual(['GuardedController.forgotten']);
  });
});

describe('a closing HTTP server', () => {
  it('waits for nobody who holds a connection, and finishes what it is answering', async () => {
    let finish: () => void = () => undefined;
    let arrived: () => void = () => undefined;
    const begun = new Promise<void>((resolve) => (arrived = resolve));
    @Controller()
    class SlowController {
      @Get('slow')
      async slow(): Promise<object> {
        arrived();
        await new Promise<void>((resolve) => (finish = resolve));
        return { finished: true };
      }
    }
    @Module({ controllers: [SampleController, SlowController] })
    class HeldModule {}
    const log = createLogger({ logLevel: 'silent' });
    const app = await NestFactory.create<NestFastifyApplication>(HeldModule, createHttpAdapter(log));
    configureHttp(app, log);
    await app.listen(0, '127.0.0.1');
    const url = await app.getUrl();
    const held = await Promise.all(
      [
        '',
        'POST /echo HTTP/1.1\r\nhost: x\r\n',
        'POST /echo HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n{',
        'GET /things/a HTTP/1.1\r\nhost: x\r\n\r\n',
      ].map((bytes) => hold(Number(new URL(url).port), bytes)),
    );
    const answer = fetch(`${url}/slow`);
    await begun;
    const closing = app.close();
    await Promise.all(held.map(({ ended }) => ended));
    finish();
    expect(await (await answer).json()).toEqual({ finished: true });
    await closing;
  });
});

/** A client that never closes its side; `ended` when the server has closed the other. */
function hold(port: number, bytes: string): Promise<{ readonly ended: Promise<void> }> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true }, () => {
      socket.write(bytes);
      resolve({ ended });
    });
    const ended = new Promise<void>((end) => {
      socket.on('error', () => {
        end();
      });
      socket.on('end', end).resume();
    });
  });
}
