import { Inject, Injectable } from '@nestjs/common';
import { type Language } from '#strata/kernel/texts';
import { armsOf, currencyOf, type DecisionInput, type PolicyAnswers, policyOf, type Scores } from '#strata/engine';
import { decideColumns, peopleOf, qualifyColumns, type QualifiedPeople } from '#strata/engine/columns';
import { choose, qualify } from '#strata/engine/decide';
import { type CompiledRelease } from '#strata/engine/plan';
import { ChampionScorers } from '#strata/models/registry';
import { DATABASE, type Database } from '#strata/platform/database';
import { FactGatherer, type StoredFacts } from '#strata/profiles/facts';
import { RELATIONS } from '#strata/profiles/store';
import { PLUGIN_HOST } from '#strata/plugin-host';
import { type AskedPlugins, askPlugins } from '#strata/rulebook/checks';
import { StrataError } from '#sdk';
import { CurrentRelease } from '#strata/rulebook/releases';
import { identityOf } from '../decide/index.js';
import { PolicyDesk } from '../policies/index.js';
import { contactsAt, findContacts, type StoredContact } from '#strata/ledger/contacts';
import { SideComparison } from './comparison.js';
import { DecidedStep, type ReleaseSide } from './decided-step.js';
import { draftRelease } from './draft-release.js';
import { type Simulation } from './simulation.js';
import { countedOf, spentOf } from '#strata/ledger/counters';
import { livePrices } from '#strata/ledger/prices';

/** A question for a simulation. */
export interface SimulationRequest {
  readonly id: string;
  /** The strategy as it is written, not yet checked. */
  readonly draft: Readonly<Record<string, unknown>>;
  /** How many users are decided about at most. */
  readonly users: number;
  /** Ends the simulation where nobody waits for it any more. */
  readonly signal: AbortSignal;
  /** Of the words; English unless told. */
  readonly language?: Language;
}

/** Others get their turn after as many users. */
const USERS_A_STEP = 128;

/** Decides about stored users with an unpublished strategy; neither logs nor reserves anything. */
@Injectable()
export class StrategySimulator {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CurrentRelease) private readonly releases: CurrentRelease,
    @Inject(ChampionScorers) private readonly scorers: ChampionScorers,
    @Inject(FactGatherer) private readonly gatherer: FactGatherer,
    @Inject(PLUGIN_HOST) private readonly plugins: AskedPlugins,
    @Inject(PolicyDesk) private readonly policies: PolicyDesk,
  ) {}

  /** @throws StrataError INVALID_DOCUMENT with all problems, CANCELLED, UNAVAILABLE */
  async simulate({ id, draft, users, signal, language }: SimulationRequest): Promise<Simulation> {
    const now = Date.now();
    const published = this.releases.get();
    const drafted = await draftRelease(published, { id, draft }, await askPlugins(this.plugins));
    const isPublished = published.documents.strategies.some((strategy) => strategy.id === id);
    const sides = await this.database.run(async (manager) => {
      const counted = await countedOf(manager, id);
      const sideOf = async (release: CompiledRelease): Promise<ReleaseSide> => {
        const prices = await livePrices(manager, release, now);
        return { release, availability: { ...spentOf(release, id, counted), ...prices } };
      };
      return { draft: await sideOf(drafted), published: await sideOf(published) };
    });
    const comparison = new SideComparison();
    const { sample, base } = await this.#draw(users);
    for (let start = 0; start < sample.length; start += USERS_A_STEP) {
      if (signal.aborted) throw new StrataError('CANCELLED', 'Nobody waits for this simulation any more.');
      const step = { id, now, language, userIds: sample.slice(start, start + USERS_A_STEP) };
      const after = await this.#decide(sides.draft, step);
      const before = isPublished ? await this.#decide(sides.published, step) : null;
      for (const userId of step.userIds) comparison.add(userId, before?.of(userId) ?? null, after.of(userId));
    }
    return {
      strategy: id,
      release: published.hash,
      currency: currencyOf(published.documents) ?? null,
      at: new Date(now).toISOString(),
      base,
      users: sample.length,
      ...comparison.result(isPublished),
    };
  }

  /** Users in the order of a hash, so that it is always the same ones. */
  async #draw(users: number): Promise<{ readonly sample: readonly string[]; readonly base: number }> {
    return this.database.run(async (manager) => {
      const rows = await manager.query<{ user_id: string }[]>(
        `select user_id from ${RELATIONS.profiles} p order by hashtextextended(user_id, 0), user_id limit $1`,
        [users],
      );
      const [counted] = await manager.query<{ base: number }[]>(`select count(*) as base from ${RELATIONS.profiles} p`);
      return { sample: rows.map(({ user_id }) => user_id), base: counted?.base ?? 0 };
    });
  }

  async #decide(side: ReleaseSide, step: Step): Promise<DecidedStep> {
    const inputs = await this.#inputsOf(side.release, step);
    const strategy = side.release.strategies.find(({ document }) => document.id === step.id);
    if (strategy === undefined) throw new StrataError('INTERNAL', `There is no strategy "${step.id}" in the release.`);
    const unscored = inputs.map((): Scores => ({}));
    const qualified = qualifyColumns(strategy, peopleOf(inputs, unscored, strategy, side.release));
    const scores = await this.#score(inputs, qualified);
    const answers = await this.#askPolicies(side, { strategy, inputs, scores });
    const columns = peopleOf(inputs, scores, strategy, side.release, answers);
    const decided = decideColumns(strategy, { ...columns, availability: side.availability });
    return new DecidedStep({ ...side, strategy, inputs, scores, answers, decided, language: step.language });
  }

  /** What policies say of each, as they are now; one that is not published has learned nothing. */
  async #askPolicies(
    { release, availability }: ReleaseSide,
    { strategy, inputs, scores }: Pick<QualifiedPeople, 'strategy'> & StepScores,
  ): Promise<readonly PolicyAnswers[]> {
    if (armsOf(strategy.document.experiment).every((arm) => policyOf(arm) === null))
      return inputs.map(() => NO_ANSWERS);
    const chosen = inputs.map((input, row) => choose(qualify(input, release), scores[row] ?? {}, availability));
    const completed = await Promise.all(chosen.map((choice) => this.policies.complete(choice)));
    return completed.map(({ policies }) => policies ?? NO_ANSWERS);
  }

  async #inputsOf(release: CompiledRelease, step: Step): Promise<readonly DecisionInput[]> {
    const { userIds, now } = step;
    const { gatherer, database } = this;
    const stored = await gatherer.gather(userIds, release, now);
    const contacts = await database.run((manager) => findContacts(manager, userIds, [release]));
    const inputs = await Promise.all(
      userIds.map(async (userId) => {
        const facts = stored.get(userId);
        if (facts === undefined) return [];
        const identity = await identityOf(database, facts.joined, { userId, release });
        const input = { ...inputOf(facts, contacts.get(userId)?.contacts ?? [], { ...step, userId }), ...identity };
        return [Object.freeze(input)];
      }),
    );
    return inputs.flat();
  }

  /** Only of those who need any, and only what their way reads. */
  async #score(inputs: readonly DecisionInput[], qualified: QualifiedPeople): Promise<readonly Scores[]> {
    const { needs } = qualified.strategy;
    const scores = inputs.map((): Scores => ({}));
    const ways = [
      { rows: qualified.model, models: needs.model },
      { rows: qualified.baseline, models: needs.baseline },
    ];
    await Promise.all(
      ways.flatMap(({ rows, models }) =>
        models.length === 0
          ? []
          : Array.from(rows, async (row) => {
              scores[row] = await this.scorers.score(models, inputs[row]?.facts ?? {});
            }),
      ),
    );
    return scores;
  }
}

const NO_ANSWERS: PolicyAnswers = Object.freeze({});

interface StepScores {
  readonly inputs: readonly DecisionInput[];
  readonly scores: readonly Scores[];
}

interface Step {
  readonly id: string;
  readonly now: number;
  readonly userIds: readonly string[];
  readonly language: Language | undefined;
}

function inputOf(
  { facts, events, consent, suppressed }: StoredFacts,
  contacts: readonly StoredContact[],
  { id, userId, now }: Pick<Step, 'id' | 'now'> & { readonly userId: string },
): DecisionInput {
  return {
    // Policies draw by it: both sides draw alike.
    id: `simulation/${userId}`,
    userId,
    now,
    strategies: Object.freeze([id]),
    facts,
    events,
    consent,
    suppressed,
    contacts: Object.freeze(contactsAt(contacts, now)),
  };
}
