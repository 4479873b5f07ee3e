import { type EntityManager } from 'typeorm';
import { type Guardrail, guardrailKey, type Strategy, type Switch, type SwitchedOff } from '#strata/engine';
import { findSwitches } from '#strata/ledger/switches';
import { type AttentionEntry, type AttentionSource } from '#strata/platform/attention';
import { type Database } from '#strata/platform/database';
import { type CurrentRelease } from '#strata/rulebook/releases';
import { findCrossed, findStates, type GuardrailState } from './guardrail-table.js';

/** What is switched off of a strategy, and what its guardrails found last. */
export interface StrategyState {
  readonly switchedOff: readonly (SwitchedOff & { readonly switch: Switch })[];
  readonly guardrails: readonly WatchedGuardrail[];
}

/** A guardrail of the strategy, and what it found last; null where it was not looked at yet. */
export interface WatchedGuardrail extends Pick<Guardrail, 'watch' | 'then'> {
  readonly found: Omit<GuardrailState, 'strategy' | 'guardrail'> | null;
}

/** How a strategy stands now, by what was kept; nothing is counted. */
export async function strategyState(
  manager: EntityManager,
  { id, guardrails = [] }: Pick<Strategy, 'id' | 'guardrails'>,
): Promise<StrategyState> {
  const switches = await findSwitches(manager, id);
  const states = await findStates(manager, id);
  return {
    switchedOff: switches.flatMap(({ off, switch: which, by, reason, since }) =>
      off ? [{ switch: which, by, reason, since }] : [],
    ),
    guardrails: guardrails.map(({ watch, then }) => {
      return { watch, then, found: states.get(guardrailKey({ watch, then })) ?? null };
    }),
  };
}

/** Guardrails that are crossed and only tell: what others switched off is told by the switches. */
export class GuardrailAttention implements AttentionSource {
  constructor(
    private readonly database: Database,
    private readonly releases: Pick<CurrentRelease, 'get'>,
  ) {}

  async attention(): Promise<readonly AttentionEntry[]> {
    const crossed = await this.database.run(findCrossed);
    return this.releases.get().documents.strategies.flatMap(({ id, title, guardrails = [] }) => {
      const telling = new Set(guardrails.filter(({ then }) => then === 'alert').map(guardrailKey));
      return crossed
        .filter(({ strategy, guardrail }) => strategy === id && telling.has(guardrail))
        .map(({ since, words }): AttentionEntry => {
          const subject = `strategy:${id}`;
          return {
            kind: 'guardrail',
            urgency: 'now',
            subject,
            title,
            since: new Date(since).toISOString(),
            words,
            figures: {},
          };
        });
    });
  }
}
