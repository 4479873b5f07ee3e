import { type EntityManager } from 'typeorm';
import { currencyOf, type Guardrail, guardrailKey, type Strategy, type Switch, type SwitchedOff } from '#strata/engine';
import { type Language } from '#strata/kernel/texts';
import { type AttentionEntry, type AttentionSource } from '#strata/platform/attention';
import { type Database } from '#strata/platform/database';
import { type CurrentRelease } from '#strata/rulebook/releases';
import { switchedOffOf } from '../runs/index.js';
import { switchedBy } from '../words/index.js';
import { findCrossed, findStates, type GuardrailState } from './guardrail-table.js';
import { foundWords } from './telling/tell-found.js';

/** What is switched off of a strategy, and what its guardrails found last. */
export interface StrategyState {
  readonly switchedOff: readonly (SwitchedOff & { readonly switch: Switch })[];
  readonly guardrails: readonly WatchedGuardrail[];
}

/** A guardrail of the strategy, and what it found last; null where it was not looked at yet. */
export interface WatchedGuardrail extends Pick<Guardrail, 'watch' | 'then'> {
  readonly found: Omit<GuardrailState, 'strategy' | 'guardrail'> | null;
}

/** In which words a state is told. */
interface StateWords {
  /** Of the shop. */
  readonly currency: string | undefined;
  /** English unless told. */
  readonly language?: Language | undefined;
}

/** How a strategy stands now, by what was kept; nothing is counted. */
export async function strategyState(
  manager: EntityManager,
  { id, guardrails = [] }: Pick<Strategy, 'id' | 'guardrails'>,
  { currency, language }: StateWords,
): Promise<StrategyState> {
  const off = await switchedOffOf(manager, id);
  const states = await findStates(manager, id);
  const watched = guardrails.map((guardrail) => {
    const found = states.get(guardrailKey(guardrail)) ?? null;
    const words = found === null ? '' : foundWords(found, { guardrail, currency, language });
    return { kept: found?.words ?? '', guardrail, found: found === null ? null : { ...found, words } };
  });
  // What a guardrail switched off has the guardrail's words as its reason.
  const reasons = new Map(watched.map(({ kept, found }) => [kept, found?.words]));
  return {
    switchedOff: off.map(({ by, reason, ...part }) => {
      return { ...part, by: switchedBy(by, language), reason: reasons.get(reason) ?? reason };
    }),
    guardrails: watched.map(({ guardrail: { watch, then }, found }) => ({ watch, then, found })),
  };
}

/** Guardrails that are crossed and only tell: what others switched off is told by the switches. */
export class GuardrailAttention implements AttentionSource {
  constructor(
    private readonly database: Database,
    private readonly releases: Pick<CurrentRelease, 'get'>,
  ) {}

  async attention(_now?: number, language?: Language): Promise<readonly AttentionEntry[]> {
    const crossed = await this.database.run(findCrossed);
    const { documents } = this.releases.get();
    const currency = currencyOf(documents);
    return documents.strategies.flatMap(({ id, title, guardrails = [] }) => {
      const telling = new Map(
        guardrails.filter(({ then }) => then === 'alert').map((guardrail) => [guardrailKey(guardrail), guardrail]),
      );
      return crossed.flatMap((found): readonly AttentionEntry[] => {
        const guardrail = telling.get(found.guardrail);
        if (found.strategy !== id || guardrail === undefined) return [];
        const words = foundWords(found, { guardrail, currency, language });
        const since = new Date(found.since).toISOString();
        return [{ kind: 'guardrail', urgency: 'now', subject: `strategy:${id}`, title, since, words, figures: {} }];
      });
    });
  }
}
