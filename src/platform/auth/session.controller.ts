import { Body, Controller, Delete, Get, Inject, Post, Req, Res } from '@nestjs/common';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { createZodDto } from 'nestjs-zod/dto';
import { z } from 'zod';
import { StrataError } from '#sdk';
import { CONFIG, type Config } from '../config/index.js';
import { Endpoint, Public, ROLES, Tag } from '../http/index.js';
import { API_KEYS, type ApiKeys, type Principal } from './api-keys.js';
import { asksNobody, secretOf } from './secret.js';
import { endedSessionCookie, sessionCookie } from './session-cookie.js';

class SignIn extends createZodDto(
  z.strictObject({ key: z.string().min(1).max(200).describe('An API key, as `strata keys create` shows it.') }),
) {}

const session = z.strictObject({
  name: z.string().nullable().describe("The key's name; null where nobody signed in."),
  role: z.enum(ROLES).nullable().describe('What the key may do; null where nobody signed in.'),
  asksForKey: z.boolean().describe('False where everybody on this machine may do everything.'),
});
type Session = z.infer<typeof session>;

/** Who uses the console: the key is kept in a cookie that no script can read. */
@Controller('v1/session')
@Public()
@Tag('session', 101)
export class SessionController {
  constructor(
    @Inject(API_KEYS) private readonly keys: ApiKeys,
    @Inject(CONFIG) private readonly config: Pick<Config, 'auth' | 'host'>,
  ) {}

  @Get()
  @Endpoint({ summary: 'Who is signed in', answer: session })
  async who(@Req() request: FastifyRequest): Promise<Session> {
    if (await asksNobody(request, this.config, this.keys)) return { name: 'local', role: 'admin', asksForKey: false };
    const secret = secretOf(request);
    return sessionOf(secret === undefined ? null : await this.keys.verify(secret));
  }

  @Post()
  @Endpoint({ summary: 'Signs in to the console with an API key', answer: session })
  async signIn(
    @Body() { key }: SignIn,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Session> {
    const principal = await this.keys.verify(key);
    if (principal === null) throw new StrataError('UNAUTHORIZED', 'The API key is unknown or was revoked.');
    reply.header('set-cookie', sessionCookie(key, request));
    return sessionOf(principal);
  }

  @Delete()
  @Endpoint({ summary: 'Signs out', answer: session })
  signOut(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Session {
    reply.header('set-cookie', endedSessionCookie(request));
    return sessionOf(null);
  }
}

function sessionOf(principal: Principal | null): Session {
  return { name: principal?.name ?? null, role: principal?.role ?? null, asksForKey: true };
}
