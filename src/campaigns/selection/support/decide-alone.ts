/* eslint-disable @typescript-eslint/no-non-null-assertion -- part of a test */
import {
  type DecisionInput,
  type PolicyAnswers,
  type ReleaseDocuments,
  type ScoreResult,
  type Strategy,
} from '#strata/engine';
import { choose, describe, qualify } from '#strata/engine/decide';
import { compileRelease, toMillionths } from '#strata/engine/plan';
import { type KnownPlugin, libraryOf } from '#strata/plugin-host/worker';
import { loadBatchScorer } from '#strata/scoring';
import { frameOf } from '#strata/scoring/encoding';
import { documentsOf, NOW, type Person } from './people.js';

/** What single decisions are made by. */
export interface AloneBy {
  readonly models: ReadonlyMap<string, { readonly bytes: Uint8Array }>;
  readonly plugins: readonly KnownPlugin[];
  readonly strategy: Strategy;
  /** The strategy's alone unless told. */
  readonly documents?: ReleaseDocuments;
  /** Where policies choose: what they say, and what a person draws by. */
  readonly policies?: { readonly answers: PolicyAnswers; readonly draw: (user: string) => string };
  /** What is known of a person beside the file. */
  readonly knownOf?: (user: string) => KnownAlone;
}

/** What is known of a person beside the file. */
export interface KnownAlone {
  readonly facts: DecisionInput['facts'];
  readonly contacts: DecisionInput['contacts'];
}

/** What a single decision about a person comes to, as a list has it. */
export interface Alone {
  readonly user: string;
  readonly outcome: string;
  readonly [field: string]: unknown;
}

/** What single decisions come to. */
export async function decideAlone(
  all: readonly Person[],
  { models, plugins, strategy, documents = documentsOf(strategy), policies, knownOf }: AloneBy,
): Promise<readonly Alone[]> {
  const release = compileRelease(documents, 'sha256:1');
  const scorers = await Promise.all(
    [...models].map(async ([id, { bytes }]) => [id, await loadBatchScorer(bytes, libraryOf(plugins))] as const),
  );
  const decided: Alone[] = [];
  for (const { user, agreed, ...cells } of all) {
    const facts = Object.fromEntries(Object.entries(cells).filter(([, cell]) => cell !== null));
    const known = knownOf?.(user);
    const input: DecisionInput = {
      id: policies?.draw(user) ?? 'd',
      userId: user,
      now: NOW,
      strategies: null,
      facts: { ...facts, ...known?.facts },
      events: [],
      consent: agreed ? ['marketing'] : [],
      suppressed: false,
      contacts: known?.contacts ?? [],
    };
    const scores: Record<string, ScoreResult> = {};
    for (const [id, scorer] of scorers) {
      const { values, ranks } = await scorer.score(frameOf(scorer.features, [facts]).columns, 1);
      scores[id] = { status: 'scored', version: 1, value: values[0]!, rank: ranks![0]! };
    }
    const nothingSpent = { stockSpent: [], budgetSpent: [] };
    decided.push(asListed(user, choose(qualify(input, release), scores, nothingSpent, policies?.answers ?? null)));
  }
  return decided;
}

/** A decision as a list has it. */
export function asListed(user: string, choice: ReturnType<typeof choose>): Alone {
  const { outcome, arm, selector, propensity, reasons } = describe(choice, 'summary');
  const { steps, candidates } = choice.reported!;
  const last = steps.at(-1)!;
  const winner = candidates.find(
    ({ offer }) => outcome !== 'none' && 'offer' in last && offer.document.id === last.offer,
  );
  const expected = winner?.expected;
  const figures =
    expected &&
    Object.fromEntries(Object.entries(expected).map(([name, value]) => [name, toMillionths(value as number)]));
  const isSureThing = reasons.some(({ code }) => code === 'WOULD_CONVERT_ANYWAY');
  const stopped = outcome === 'none' && isSureThing ? 'WOULD_CONVERT_ANYWAY' : last.code;
  const reason = outcome === 'offer' ? 'OFFERED' : stopped;
  return {
    ...{ user, outcome, arm, selector, propensity, offer: winner?.offer.document.id ?? null, reason },
    ...('block' in last ? { heldBy: last.block } : {}),
    ...figures,
  };
}
