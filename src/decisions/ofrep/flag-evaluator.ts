import { Inject, Injectable } from '@nestjs/common';
import { choose, describe, qualify, type Qualified, repeated } from '#strata/engine/decide';
import { type CompiledRelease } from '#strata/engine/plan';
import { type Decision } from '#strata/engine';
import { ChampionScorers } from '#strata/models/registry';
import { DATABASE, type Database } from '#strata/platform/database';
import { textDigest, uuidv7 } from '#strata/kernel';
import { FactGatherer } from '#strata/profiles/facts';
import { CurrentRelease } from '#strata/rulebook/releases';
import { StrategySwitches } from '#strata/ledger/switches';
import { gatherInput } from '../decide/index.js';
import { type ContactedPerson, findContacts } from '#strata/ledger/contacts';
import { findDecisionTexts, DecisionLog, type DecisionPlan, planWithContacts, readDecision } from '../log/index.js';
import { PolicyDesk } from '../policies/index.js';
import { parseDecisionRequest } from '../request/index.js';
import { readContext } from './context.js';
import { type Evaluation, previewOf } from './evaluation.js';

/** All flags of a user. */
export interface BulkEvaluation {
  readonly flags: readonly Evaluation[];
  /** The same flags have the same tag. */
  readonly etag: string;
}

/** Says what every strategy would decide about a user, and neither logs nor reserves anything. */
@Injectable()
export class FlagEvaluator {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CurrentRelease) private readonly releases: CurrentRelease,
    @Inject(ChampionScorers) private readonly scorers: ChampionScorers,
    @Inject(DecisionLog) private readonly log: DecisionLog,
    @Inject(FactGatherer) private readonly gatherer: FactGatherer,
    @Inject(StrategySwitches) private readonly switches: StrategySwitches,
    @Inject(PolicyDesk) private readonly policies: PolicyDesk,
  ) {}

  /** @throws OfrepError, StrataError INVALID_FACT, INVALID_REQUEST, UNAVAILABLE */
  async evaluateAll(body: unknown): Promise<BulkEvaluation> {
    const { gatherer, database, switches } = this;
    const now = Date.now();
    const release = this.releases.get();
    const request = parseDecisionRequest(readContext(body, release.documents.facts), release, { id: uuidv7(), now });
    const { userId } = request.input;
    const gathered = await gatherInput({ database, gatherer, switches }, request, release);
    // Policies draw by it: the same person sees the same flags.
    const input = Object.freeze({ ...gathered, id: `flags/${userId}` });
    const contacts = await database.run((manager) => findContacts(manager, [userId], [release]));
    const plans = await this.#planAll({ ...request, input }, release, contacts.get(userId));
    const flags = await this.#readAll(plans);
    return { flags, etag: `"${textDigest(JSON.stringify(flags))}"` };
  }

  /** What each strategy would come to if it were asked alone, as a flag is. */
  async #planAll(
    { input, detail, context }: ReturnType<typeof parseDecisionRequest>,
    release: CompiledRelease,
    contacts: ContactedPerson | undefined,
  ): Promise<readonly FlagPlan[]> {
    const qualified = release.strategies.map(({ document }) =>
      qualify(Object.freeze({ ...input, strategies: Object.freeze([document.id]) }), release),
    );
    const needs = [...new Set(qualified.flatMap((one) => one.needs))];
    const scores = needs.length === 0 ? {} : await this.scorers.score(needs, input.facts);
    const availability = await this.log.availability(release, input.now);
    const planOf = async (one: Qualified): Promise<FlagPlan> => {
      const choice = await this.policies.complete(choose(one, scores, availability));
      const plan = planWithContacts({ choice, detail, context, idempotency: null }, contacts);
      return { key: one.strategies[0]?.strategy.document.id ?? '', plan };
    };
    return await Promise.all(qualified.map(planOf));
  }

  async #readAll(plans: readonly FlagPlan[]): Promise<readonly Evaluation[]> {
    const repeats = plans.flatMap(({ plan }) => (plan.kind === 'repeat' ? [plan.decision] : []));
    const texts =
      repeats.length === 0
        ? new Map<string, string>()
        : await this.database.run((manager) => findDecisionTexts(manager, repeats));
    return plans.flatMap(({ key, plan }) => {
      const decision = decisionOf(plan, texts);
      return decision === null ? [] : [previewOf(key, decision)];
    });
  }
}

interface FlagPlan {
  readonly key: string;
  readonly plan: DecisionPlan;
}

function decisionOf(plan: DecisionPlan, texts: ReadonlyMap<string, string>): Decision | null {
  if (plan.kind === 'new') return describe(plan.entry.choice, plan.entry.detail);
  if (plan.kind !== 'repeat') return null;
  const text = texts.get(plan.decision);
  return text === undefined ? null : repeated(readDecision(text), plan.userId);
}
