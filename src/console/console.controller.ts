import { randomBytes } from 'node:crypto';
import { Controller, Get, Header, Res } from '@nestjs/common';
import { type FastifyReply } from 'fastify';
import { Public } from '#strata/platform/http';
import { builtPage } from './built-page.js';

/** Pages of the console: one document, whose script shows the page of the address. */
const PAGES = ['/', '/rules', '/rules/*', '/people', '/people/*'];

/** The console. It shows nothing by itself: what it asks the API for needs the key of who signed in. */
@Controller()
@Public()
export class ConsoleController {
  @Get(PAGES)
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('cache-control', 'no-store')
  async page(@Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const nonce = randomBytes(16).toString('base64url');
    reply.header('content-security-policy', policyWith(nonce));
    return await builtPage(nonce);
  }
}

/** Only what this server serves runs or is loaded; styles that the page makes itself carry the nonce. */
function policyWith(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
