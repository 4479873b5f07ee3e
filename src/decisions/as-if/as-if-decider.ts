import { Inject, Injectable } from '@nestjs/common';
import { type z } from 'zod';
import { type Decision, type DecisionInput, type PolicyAnswers, type Scores } from '#strata/engine';
import { type Choice, choose, chooseWith, decideKnowing, describe, qualify, verdictsOf } from '#strata/engine/decide';
import { type CompiledRelease } from '#strata/engine/plan';
import { OfferItems } from '#strata/items';
import { hashedId } from '#strata/kernel';
import { type Language } from '#strata/kernel/texts';
import { contactsAt, findContacts } from '#strata/ledger/contacts';
import { StrategySwitches } from '#strata/ledger/switches';
import { ChampionScorers } from '#strata/models/registry';
import { FactGatherer, joinFacts, NOBODY } from '#strata/profiles/facts';
import { CurrentRelease } from '#strata/rulebook/releases';
import { StrataError } from '#sdk';
import { recommendedFor } from '../content/index.js';
import { gatherInput } from '../decide/index.js';
import { type DecisionExplanation, explainChoice, findNearestChange } from '../explanation/index.js';
import { DecisionLog, readCase, type StoredCase } from '../log/index.js';
import { PolicyDesk } from '../policies/index.js';
import { findStored } from '../replay/index.js';
import { type DecisionRequest, parseDecisionRequest } from '../request/index.js';
import { type asIfSchema } from './as-if.schema.js';
import { redrawn } from './redrawn.js';

/** What is asked: see the schema. */
type AsIf = z.output<typeof asIfSchema>;

/** What would be decided, and on what. */
export interface DecidedAsIf {
  readonly of: string | null;
  readonly userId: string | null;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly consent: readonly string[];
  readonly suppressed: boolean;
  readonly repeats: string | null;
  readonly decision: Decision;
  readonly verdicts: DecisionExplanation['verdicts'];
  readonly explanation: DecisionExplanation | null;
}

/** What is decided on, and by what. */
interface Situation {
  readonly input: DecisionInput;
  readonly release: CompiledRelease;
  /** The stored decision; null where it is decided for now. */
  readonly stored: StoredCase | null;
}

/** Who is made up has an id, since arms are drawn by one. */
const MADE_UP = 'made-up';

/** Decides as if something were otherwise; neither logs, reserves nor counts anything. */
@Injectable()
export class AsIfDecider {
  constructor(
    @Inject(CurrentRelease) private readonly releases: CurrentRelease,
    @Inject(ChampionScorers) private readonly scorers: ChampionScorers,
    @Inject(DecisionLog) private readonly log: DecisionLog,
    @Inject(FactGatherer) private readonly gatherer: FactGatherer,
    @Inject(StrategySwitches) private readonly switches: StrategySwitches,
    @Inject(PolicyDesk) private readonly policies: PolicyDesk,
    @Inject(OfferItems) private readonly items: OfferItems,
  ) {}

  /**
   * @param language of the words; English unless told
   * @throws StrataError NOT_FOUND, UNKNOWN_STRATEGY, UNKNOWN_FACT, INVALID_FACT, INVALID_REQUEST, CONFLICT, UNAVAILABLE
   */
  async decide(asked: AsIf, language?: Language): Promise<DecidedAsIf> {
    const situation = changed(
      asked.of === undefined ? await this.#ofPerson(asked) : await this.#ofDecision(asked.of, asked),
      asked,
    );
    const { input } = situation;
    const choice = await this.#choose(situation);
    const repetition = decideKnowing(choice, input.contacts);
    const explanation = asked.explain === 'full' ? await this.#explain(choice, language) : null;
    return {
      of: asked.of ?? null,
      userId: asked.of === undefined ? (asked.userId ?? null) : input.userId,
      at: new Date(input.now).toISOString(),
      facts: input.facts,
      consent: input.consent,
      suppressed: input.suppressed,
      repeats: repetition.kind === 'repeat' ? repetition.contact.decision : null,
      decision: explanation?.decision ?? { ...describe(choice, 'full', { language }), dryRun: true },
      verdicts: verdictsOf(choice),
      explanation,
    };
  }

  async #ofPerson(asked: AsIf): Promise<Situation> {
    const now = asked.at ?? Date.now();
    const release = this.releases.get();
    const { userId = MADE_UP } = asked;
    const gatherer = asked.userId === undefined ? { gatherOne: () => Promise.resolve(NOBODY) } : this.gatherer;
    const stores = { database: this.log.database, gatherer, switches: this.switches };
    // Policies draw by the id: asked again, they draw the same.
    const request = requestOf(asked, release, { id: hashedId(`preview/${userId}`), userId, now });
    const known = await gatherInput(stores, request, release);
    if (asked.userId === undefined) return { input: known, release, stored: null };
    const found = await this.log.database.run((manager) => findContacts(manager, [userId], [release]));
    const contacts = Object.freeze(contactsAt(found.get(userId)?.contacts ?? [], now));
    return { input: Object.freeze({ ...known, contacts }), release, stored: null };
  }

  async #ofDecision(id: string, asked: AsIf): Promise<Situation> {
    const { input: text, release: hash } = await findStored(this.log, id);
    const stored = readCase(text);
    const release = await this.releases.byHash(hash);
    const { userId, now } = stored.input;
    const { input, namedFacts } = requestOf(asked, release, { id, userId, now });
    const { facts, events, strategies } = stored.input;
    return {
      release,
      stored,
      input: Object.freeze({
        ...stored.input,
        strategies: input.strategies ?? strategies,
        facts: joinFacts(facts, { inline: input.facts, named: namedFacts }, release),
        events: Object.freeze([...input.events, ...events]),
      }),
    };
  }

  async #choose({ input, release, stored }: Situation): Promise<Choice> {
    const qualified = qualify(input, release);
    const { needs } = qualified;
    const scores = await this.#score(needs, input, stored);
    const availability = stored?.availability ?? (await this.log.availability(release, input.now));
    const first = choose(qualified, scores, availability);
    const known = stored === null ? choose(qualified, scores, await this.log.availabilityNow(first)) : first;
    const completed = await this.policies.complete(known);
    const said: PolicyAnswers | undefined = stored?.policies;
    return said === undefined ? completed : chooseWith(known, { ...completed.policies, ...said });
  }

  /** By the versions that scored the stored decision, else by the champions. */
  async #score(needs: readonly string[], { facts }: DecisionInput, stored: StoredCase | null): Promise<Scores> {
    if (needs.length === 0) return {};
    const versions = Object.entries(stored?.scores ?? {}).flatMap(([model, score]) =>
      score.status === 'scored' && needs.includes(model) ? [[model, score.version] as const] : [],
    );
    if (versions.length === 0) return this.scorers.score(needs, facts);
    const scores = await this.scorers.rescoring(versions, (rescore) => rescore(needs, facts));
    if (scores !== undefined) return scores;
    throw new StrataError('CONFLICT', 'A version of a model that scored the decision cannot be asked any more.');
  }

  async #explain(choice: Choice, language: Language | undefined): Promise<DecisionExplanation> {
    const { releases, scorers, items } = this;
    const matter = {
      counterfactual: await findNearestChange(choice, scorers),
      recommended: await recommendedFor(choice, items, choice.qualified.input.events),
      language,
    };
    const explained = await explainChoice(choice, { matter, repetition: null }, { releases, scorers });
    return { ...explained, decision: { ...explained.decision, dryRun: true } };
  }
}

function requestOf(
  { strategy, facts, events }: AsIf,
  release: CompiledRelease,
  { id, userId, now }: { readonly id: string; readonly userId: string; readonly now: number },
): DecisionRequest {
  return parseDecisionRequest({ userId, strategy, facts, events }, release, { id, now });
}

/** Consent, suppression and draws as they are wished; facts and events are so already. */
function changed(situation: Situation, { consent, suppressed, arms = {}, heldOut }: AsIf): Situation {
  const { input, release } = situation;
  const said = Object.freeze({
    ...input,
    ...(consent === undefined ? {} : { consent: Object.freeze(consent) }),
    ...(suppressed === undefined ? {} : { suppressed }),
  });
  return { ...situation, input: redrawn(said, release, { arms, heldOut: heldOut ?? null }) };
}
