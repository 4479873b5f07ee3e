import { randomBytes } from 'node:crypto';
import { Controller, Get, Header, Headers, Param, Res, StreamableFile } from '@nestjs/common';
import { type FastifyReply } from 'fastify';
import { Public } from '#strata/platform/http';
import { StrataError } from '#sdk';
import { builtAsset, builtPage } from './built-page.js';

/** The rooms of the console, as its navigation has them. */
const ROOMS = ['rules', 'campaigns', 'people', 'playground', 'models', 'experiments', 'customers', 'activity'];
/** Pages of the console: one document, whose script shows the page of the address. */
const PAGES = ['/', ...ROOMS.flatMap((room) => [`/${room}`, `/${room}/*`])];

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

  /** Scripts and styles: their names change with their content, so that browsers may keep them. */
  @Get('assets/:name')
  async asset(
    @Param('name') name: string,
    @Headers('accept-encoding') accepts: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const asset = await builtAsset(name, accepts ?? '');
    if (asset === null) throw new StrataError('NOT_FOUND', 'There is no such part of the console.');
    reply.headers({ 'cache-control': 'public, max-age=31536000, immutable', vary: 'accept-encoding' });
    if (asset.encoding !== null) reply.header('content-encoding', asset.encoding);
    return new StreamableFile(asset.content, { type: asset.mediaType });
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
