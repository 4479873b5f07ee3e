import { type Guardrail } from '#strata/engine';
import { type CompiledRelease, type CompiledStrategy } from '#strata/engine/plan';
import { type GuardrailJudgement } from './judge.js';

/** What a guardrail has to tell. */
interface Told {
  readonly guardrail: Guardrail;
  readonly judgement: GuardrailJudgement;
  readonly strategy: CompiledStrategy;
  readonly release: CompiledRelease;
  /** Milliseconds since 1970, UTC. */
  readonly now: number;
}

/** The body of an alert: the strategy, the guardrail, what it did and why in words and numbers; nothing of any person. */
export function alertBody({ guardrail, judgement, strategy, release, now }: Told): string {
  const { id, title, owner = null } = strategy.document;
  const { words, figures } = judgement;
  const data = { strategy: id, title, owner, release: release.hash, guardrail, did: guardrail.then, words, figures };
  return JSON.stringify({ type: 'guardrail.acted', timestamp: new Date(now).toISOString(), data });
}
