import { Controller, Get, Inject, type InjectionToken } from '@nestjs/common';
import { ModuleRef, ModulesContainer } from '@nestjs/core';
import { z } from 'zod';
import { type Language } from '#strata/kernel/texts';
import { ACCEPT_LANGUAGE, Endpoint, Roles, SpokenLanguage, Tag } from '../http/index.js';
import { messageIn } from '../messages/index.js';
import { LOG, type Logger } from '../telemetry/index.js';
import {
  ATTENTION_KINDS,
  type AttentionEntry,
  type AttentionSource,
  AttentionSources,
  byUrgency,
  URGENCIES,
} from './attention.js';

const attentionSchema = z.strictObject({
  entries: z.array(
    z.strictObject({
      kind: z.enum(ATTENTION_KINDS),
      urgency: z
        .enum(URGENCIES)
        .describe('`now`: something does not work, or costs money; `soon`: not for long; `later`: worth a look.'),
      subject: z.string().describe('As the audit log names it: `strategy:win-back-coupon`; of a job `train:churn`.'),
      title: z.string(),
      since: z.iso.datetime().nullable(),
      words: z.string(),
      figures: z.record(z.string(), z.number()),
    }),
  ),
});

/** What somebody should look at now, whatever room knows of it. */
@Controller('v1/attention')
@Roles('marketer')
@Tag('attention', 95)
export class AttentionController {
  constructor(
    @Inject(ModulesContainer) private readonly modules: ModulesContainer,
    @Inject(ModuleRef) private readonly providers: ModuleRef,
    @Inject(LOG) private readonly log: Logger,
  ) {}

  @Get()
  @Endpoint({
    summary: 'What needs attention now, the most urgent first',
    headers: ACCEPT_LANGUAGE,
    answer: attentionSchema,
  })
  async now(@SpokenLanguage() language: Language): Promise<{ readonly entries: readonly AttentionEntry[] }> {
    const now = Date.now();
    const sources = AttentionSources.all(this.modules);
    const found = (await Promise.all(sources.map((token) => this.#ask(token, now, language)))).flat();
    return { entries: byUrgency(found.map((entry) => ({ ...entry, words: messageIn(language, entry.words) }))) };
  }

  /** What one of them knows; one that fails hides nothing that the others know. */
  async #ask(
    token: InjectionToken<AttentionSource>,
    now: number,
    language: Language,
  ): Promise<readonly AttentionEntry[]> {
    try {
      return await this.providers.get<AttentionSource>(token, { strict: false }).attention(now, language);
    } catch (error) {
      this.log.warn({ err: error }, 'what needs attention was not all looked at');
      const words = error instanceof Error ? error.message : String(error);
      return [{ ...NOT_LOOKED_AT, since: new Date(now).toISOString(), words }];
    }
  }
}

const NOT_LOOKED_AT = { kind: 'notLookedAt', urgency: 'now', subject: 'server', title: 'server', figures: {} } as const;
