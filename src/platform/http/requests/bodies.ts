import { Transform } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { type FastifyInstance, type FastifyRequest, type RequestPayload } from 'fastify';
import { StrataError } from '#sdk';

/**
 * The bodies that servers of ours take: JSON, as it is or packed with gzip, in which case the limit on its size holds
 * packed and unpacked. Pages of allowed origins may call their JSON `text/plain`, as analytics clients in browsers do.
 */
export function acceptBodies(fastify: FastifyInstance): void {
  const parseJson = fastify.getDefaultJsonParser('error', 'error');
  fastify.removeContentTypeParser('text/plain');
  fastify.addContentTypeParser('text/plain', { parseAs: 'string' }, (request, body, done) => {
    if (request.fromAllowedOrigin) void parseJson(request, body as string, done);
    else done(notJson(request));
  });
  fastify.addContentTypeParser('*', (request, _payload, done) => {
    done(notJson(request));
  });
  fastify.addHook('preParsing', (request, _reply, payload, done) => {
    const encoding = request.headers['content-encoding'];
    if (encoding === undefined || encoding.toLowerCase() === 'identity') done(null, payload);
    else if (/^(x-)?gzip$/i.test(encoding)) done(null, unpacked(payload, request.routeOptions.bodyLimit));
    else done(unknownEncoding(encoding));
  });
}

/** The bytes of a packed body. What goes wrong with them is told by the stream's error. */
function unpacked(payload: RequestPayload, limit: number): RequestPayload {
  const gunzip = createGunzip();
  let size = 0;
  const body = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length;
      if (size <= limit) done(null, chunk);
      else stop(new StrataError('BODY_TOO_LARGE', `The unpacked body is larger than ${String(limit)} bytes.`));
    },
  });
  // How Fastify learns that all came that was announced.
  Object.defineProperty(body, 'receivedEncodedLength', { get: () => gunzip.bytesWritten });
  const stop = (error: StrataError): void => {
    payload.unpipe(gunzip);
    payload.resume();
    gunzip.destroy();
    body.destroy(error);
  };
  const notGzip = () => {
    stop(new StrataError('BAD_REQUEST', 'The body is not gzip, as its header Content-Encoding says.'));
  };
  gunzip.on('error', notGzip);
  payload.once('close', () => {
    if (!payload.readableEnded) notGzip();
  });
  // Whoever reads it may be gone by then.
  body.on('error', () => undefined);
  payload.pipe(gunzip).pipe(body);
  return body;
}

function unknownEncoding(encoding: string): StrataError {
  const message = `The encoding "${encoding.slice(0, 100)}" of the body is not known here.`;
  const expected = 'Content-Encoding: gzip, or a body that is not packed';
  return new StrataError('UNSUPPORTED_MEDIA_TYPE', message, { problems: [{ message, expected }] });
}

function notJson({ headers }: FastifyRequest): StrataError {
  const type = headers['content-type'];
  const message =
    type === undefined ? 'The body has no content type.' : `A body of ${type.slice(0, 100)} is not taken.`;
  const expected = 'JSON with the header "Content-Type: application/json"';
  return new StrataError('UNSUPPORTED_MEDIA_TYPE', message, { problems: [{ message, expected }] });
}
