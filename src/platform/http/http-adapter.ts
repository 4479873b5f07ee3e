import { createReadStream } from 'node:fs';
import { type Socket } from 'node:net';
import { join } from 'node:path';
import { ModulesContainer } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { StrataError } from '#sdk';
import { isDeeperThan, isLargerThan, uuidv7 } from '#strata/kernel';
import { PACKAGE_ROOT } from '../index.js';
import { collectProcessMetrics, type Logger, observeRequest } from '../telemetry/index.js';
import { acceptBodies } from './requests/bodies.js';
import { closeHeldConnections, endConnection } from './connections.js';
import { ANSWER_HEADERS } from './headers.js';
import { refuseOtherMethods } from './methods.js';
import { openApiDocument } from './openapi/document.js';
import { PROBLEM_MEDIA_TYPE, problemOf } from './problem.js';
import { FailureShapes, ProblemFilter } from './problem.filter.js';
import { endFollowed } from './send-states.js';
import { RequestPipe } from './requests/request-pipe.js';

/** Bytes; a batch of 1,000 users with 50 facts each stays below. */
const BODY_LIMIT = 2 * 1024 * 1024;
const REQUEST_TIMEOUT_MS = 30_000;
/** Levels of a request's body. */
const NESTING_LIMIT = 32;
/** Values in a request's body; a batch of 1,000 users with 100 facts each stays below. */
const VALUES_LIMIT = 200_000;

/** Nest would have Fastify take forms, too; {@link acceptBodies} says what is taken. */
class StrataAdapter extends FastifyAdapter {
  override registerParserMiddleware(): void {
    // Nothing: what bodies are taken is said in one place.
  }
}

/** Fastify as Strata runs it: limits, request ids, and problem documents also for what never reaches a route. */
export function createHttpAdapter(log: Logger): FastifyAdapter {
  return new StrataAdapter({
    bodyLimit: BODY_LIMIT,
    requestTimeout: REQUEST_TIMEOUT_MS,
    forceCloseConnections: 'idle',
    genReqId: requestIds(),
    routerOptions: { maxParamLength: 256 },
    // No route has a schema of Fastify's: its compilers of them need not be loaded.
    schemaController: { compilersFactory: { buildValidator: noSchemas, buildSerializer: noSchemas } },
    frameworkErrors: (error: FastifyError, request: FastifyRequest, reply: FastifyReply) => {
      const problem = problemOf(error, request.id);
      void reply.headers(ANSWER_HEADERS).status(problem.status).type(PROBLEM_MEDIA_TYPE).send(problem);
    },
    clientErrorHandler: (error, socket) => {
      log.debug({ err: error }, 'malformed HTTP');
      answerMalformedHttp(error, socket);
    },
  });
}

/**
 * What every server of ours has on top: problem documents, the page that they refer to, the OpenAPI document, the bodies that are taken and how
 * requests are read, request ids and metrics, and connections that nobody holds open.
 */
export function configureHttp(app: NestFastifyApplication, log: Logger): void {
  app.useGlobalFilters(new ProblemFilter(log, FailureShapes.all(app.get(ModulesContainer))));
  app.useGlobalPipes(new RequestPipe());
  collectProcessMetrics();
  const fastify: FastifyInstance = app.getHttpAdapter().getInstance();
  fastify.addHook('onRequest', (request, reply, done) => {
    reply.headers(ANSWER_HEADERS).header('x-request-id', request.id);
    done();
  });
  refuseOtherMethods(fastify);
  acceptBodies(fastify);
  fastify.addHook('preValidation', (request, _reply, done) => {
    if (isDeeperThan(NESTING_LIMIT, request.body)) done(tooDeep());
    else done(isLargerThan(VALUES_LIMIT, request.body) ? tooMany() : undefined);
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    observeRequest(request.method, request.routeOptions.url ?? 'none', reply.statusCode, reply.elapsedTime / 1000);
    done();
  });
  endFollowed(fastify);
  closeHeldConnections(fastify);
  let document: Promise<object> | undefined;
  fastify.get('/openapi.json', () => (document ??= openApiDocument(app)));
  fastify.get('/docs/errors', (_request, reply) =>
    reply.type('text/markdown; charset=utf-8').send(createReadStream(join(PACKAGE_ROOT, 'docs', 'errors.md'))),
  );
}

function noSchemas(): never {
  throw new Error('Routes say what they take and answer by Zod; see openapi/endpoint.ts.');
}

function tooDeep(): StrataError {
  return new StrataError('INVALID_REQUEST', `The body is nested deeper than ${String(NESTING_LIMIT)} levels.`);
}

function tooMany(): StrataError {
  return new StrataError('INVALID_REQUEST', `The body holds more than ${String(VALUES_LIMIT)} values.`);
}

/** The caller's `x-request-id` where it is harmless; else a number that is unique over restarts and processes. */
function requestIds(): (request: { headers: Readonly<Record<string, string | string[] | undefined>> }) => string {
  const process = uuidv7().slice(-12);
  let count = 0;
  return ({ headers }) => {
    const given = headers['x-request-id'];
    if (typeof given === 'string' && /^[\w.:-]{1,64}$/.test(given)) return given;
    return `${process}-${(++count).toString(36)}`;
  };
}

const STATUS_LINES: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
};

/** Answers bytes that are not HTTP, for which there is neither request nor reply. */
function answerMalformedHttp(error: Error & { code?: string }, socket: Socket): void {
  if (socket.destroyed || !socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const line = STATUS_LINES[error.code ?? ''] ?? '400 Bad Request';
  const problem = problemOf(new StrataError('BAD_REQUEST', 'The bytes that arrived are not a complete HTTP request.'));
  const body = JSON.stringify({ ...problem, status: Number.parseInt(line, 10) });
  const headers = Object.entries(ANSWER_HEADERS).map(([name, value]) => `${name}: ${value}\r\n`);
  endConnection(
    socket,
    `HTTP/1.1 ${line}\r\nconnection: close\r\ncontent-type: ${PROBLEM_MEDIA_TYPE}\r\n${headers.join('')}` +
      `content-length: ${String(Buffer.byteLength(body))}\r\n\r\n${body}`,
  );
}
