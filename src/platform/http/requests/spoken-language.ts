import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type Language, LANGUAGES, languageAsked } from '#strata/kernel/texts';

/** The header of routes that answer with sentences, for their description. */
export const ACCEPT_LANGUAGE = {
  'Accept-Language': {
    schema: z.string(),
    description: `The language of the words, such as \`zh-CN, en;q=0.8\`: ${LANGUAGES.join(' or ')}; English unless told. \`Content-Language\` says which one was answered.`,
  },
};

/** The language that a request asks for by `Accept-Language`; the answer says which one it is in. */
export const SpokenLanguage = createParamDecorator((_: unknown, context: ExecutionContext): Language => {
  const http = context.switchToHttp();
  return spokenLanguage(http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
});

/** The same for what answers without a controller. */
export function spokenLanguage(request: FastifyRequest, reply: FastifyReply): Language {
  const language = languageAsked(request.headers['accept-language']);
  const varies = new Set([reply.getHeader('vary') ?? []].flat().map(String));
  reply.header('content-language', language).header('vary', [...varies.add('accept-language')].join(', '));
  return language;
}
