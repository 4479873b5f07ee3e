import { type Language } from '#strata/kernel/texts';
import {
  currencyOf,
  type FactCatalogue,
  type FactDefinition,
  followerOf,
  type ModelDocument,
  type ReleaseDocuments,
  spokenFacts,
  timeZoneOf,
} from '#strata/engine';
import { type CompiledPolicy, compilePolicy, policyRuleWords } from '#strata/engine/plan';
import { ofSource } from '#strata/engine/facts';
import { inLanguage, phrasesOf } from '#strata/engine/words';
import { nearestName, StrataError } from '#sdk';
import { explainAnalysis } from './explain-analysis.js';
import { explainCampaign } from './explain-campaign.js';
import { explainStrategy } from './explain-strategy.js';
import { type ExplainedDocument, type Section } from './explained-document.js';
import { type Telling, tellingOf } from './telling.js';
import { personWords, whoWords } from './words.js';

/**
 * A document of a release as a marketer would tell it.
 *
 * @param name an id, or `strategy/…`, `campaign/…`, `analysis/…`, `segment/…`, `model/…`, `fact/…` where several documents have it
 * @param language English unless told
 * @throws StrataError NOT_FOUND with the nearest id, BAD_REQUEST where several documents have the id
 */
export function explainDocument(documents: ReleaseDocuments, name: string, language?: Language): ExplainedDocument {
  const all = explanationsOf(tellingOf(documents, language));
  const found = all.filter(({ kind, id }) => name === id || name === `${kind}/${id}`);
  const [only, another] = found;
  if (only === undefined) throw unknownDocument(name, all);
  if (another === undefined) return only.explain();
  const choices = phrasesOf().figures.joined(
    found.map(({ kind, id }) => `${kind}/${id}`),
    'or',
  );
  throw new StrataError('BAD_REQUEST', `Several documents are called "${name}": say ${choices}.`);
}

interface Explainable {
  readonly kind: ExplainedDocument['kind'];
  readonly id: string;
  explain(): ExplainedDocument;
}

function explanationsOf(telling: Telling): readonly Explainable[] {
  const { documents, phrases } = telling;
  const { facts, segments, models, strategies, campaigns = [], analyses = [] } = documents;
  const { headings } = phrases;
  const policy = compilePolicy(documents);
  return [
    ...(policy === null
      ? []
      : [
          explainable('contact-policy', 'contact-policy', headings.contactPolicy, () => explainPolicy(policy, telling)),
        ]),
    ...strategies.map((strategy) => {
      const { id, title } = strategy;
      return explainable('strategy', id, title, () => explainStrategy(strategy, telling));
    }),
    ...campaigns.map((campaign) => {
      const { id, title } = campaign;
      return explainable('campaign', id, title, () => explainCampaign(campaign, telling));
    }),
    ...analyses.map((analysis) => {
      const { id, title } = analysis;
      return explainable('analysis', id, title, () => explainAnalysis(analysis, telling));
    }),
    ...segments.map(({ id, title, condition }) =>
      explainable('segment', id, title, () => [
        section(headings.who, phrases.figures.sentence(personWords(condition, telling))),
      ]),
    ),
    ...models.map((model) => explainable('model', model.id, model.title, () => explainModel(model, telling))),
    ...Object.entries(facts).map(([id, fact]) => explainable('fact', id, fact.words, () => explainFact(fact, telling))),
  ];
}

function explainable(
  kind: ExplainedDocument['kind'],
  id: string,
  title: string,
  sections: () => readonly Section[],
): Explainable {
  return { kind, id, explain: () => ({ kind, id, title, sections: sections() }) };
}

function unknownDocument(name: string, all: readonly Explainable[]): StrataError {
  const nearest = nearestName(
    name,
    all.map(({ id }) => id),
  );
  const expected = 'the id of a strategy, campaign, analysis, segment, model or fact of the current release';
  const problem = { message: `"${name}" is unknown`, expected, ...(nearest === undefined ? {} : { nearest }) };
  return new StrataError('NOT_FOUND', `There is no document "${name}".`, { problems: [problem] });
}

function explainPolicy(policy: CompiledPolicy, { documents, phrases, language }: Telling): readonly Section[] {
  const { headings, figures, policies } = phrases;
  const zone = policy.timeZone === null ? null : (documents.facts[policy.timeZone]?.words ?? policy.timeZone);
  const clock = policies.clock(zone, policy.shopZone);
  const rules = policy.rules.map((rule) => {
    const words = policyRuleWords(rule, language);
    return rule.kind === 'quiet' ? policies.quiet(words, clock) : figures.sentence(words);
  });
  const { holdout } = policy;
  const heldOut = holdout === null ? [] : [policies.holdout(holdout.share, holdout.seed)];
  return [section(headings.policy, ...rules, ...heldOut)];
}

function section(title: string, ...sentences: readonly string[]): Section {
  return { title, sentences };
}

function explainModel(model: ModelDocument, { documents, phrases }: Telling): readonly Section[] {
  const { facts, segments } = documents;
  const { label, population, treatment = 'none', features, split, minimum } = model;
  const { headings, models, figures } = phrases;
  const people = segments.find(({ id }) => id === population)?.title ?? models.everybody;
  const known = features.map((feature) =>
    Object.hasOwn(facts, feature) ? (facts[feature]?.words ?? feature) : feature,
  );
  return [
    section(headings.predicts, models.predicts(label, model)),
    section(headings.forWhom, figures.sentence(people)),
    section(headings.learnsFrom, models.trainedOn(treatment), models.sees(known)),
    section(
      headings.care,
      ...(split === undefined ? [] : [models.kept(split.holdout, split.by === 'time')]),
      ...(minimum === undefined ? [] : [models.minimum(minimum.positives, minimum.negatives)]),
    ),
  ].filter(({ sentences }) => sentences.length > 0);
}

function explainFact(fact: FactDefinition, { documents, phrases, language }: Telling): readonly Section[] {
  const { type, unit, sensitive, personal } = fact;
  const { headings, sources } = phrases;
  const source = sourceWords(fact, spokenFacts(documents), { timeZone: timeZoneOf(documents), language });
  return [
    section(headings.what, sources.fact({ type, unit, currency: currencyOf(documents) }, source)),
    ...(sensitive === true ? [section(headings.sensitive, sources.sensitive)] : []),
    ...(personal === true ? [section(headings.personal, sources.personal)] : []),
  ];
}

/** How the source of a fact is told. */
interface SourceTelling {
  /** The shop's, for the dates of conditions; defaults to UTC. */
  readonly timeZone?: string;
  readonly language?: Language | undefined;
}

/** Where a fact comes from, in words. */
export function sourceWords(
  { from }: FactDefinition,
  catalogue: FactCatalogue,
  { timeZone = 'UTC', language }: SourceTelling = {},
): string {
  const phrases = phrasesOf(language);
  const facts = inLanguage(catalogue, language);
  const { sources } = phrases;
  const named = (name: string) => facts[name]?.words ?? name;
  return ofSource(from, {
    profile: ({ profile, measure }) => sources.profile(profile, measure),
    events: ({ events: { name, measure, property, within, ago, without, where = {} } }) =>
      sources.events({
        name,
        measure,
        property,
        within,
        ago,
        without: without === undefined ? null : followerOf(without),
        where: Object.entries(where).map(([key, value]) => [key, String(value)] as const),
      }),
    ratio: ({ ratio: [part, whole] }) => sources.ratio(named(part), named(whole)),
    firstOf: ({ firstOf }) =>
      sources.cases(
        firstOf.map(({ when, is }) => {
          const value = typeof is === 'string' ? `“${is}”` : phrases.facts.value(is);
          const person = when === undefined ? null : whoWords(when, { facts, timeZone }, { phrases, language });
          return sources.case(value, person);
        }),
      ),
    computed: ({ computed: { analysis, output, maxAge } }) => sources.computed(output, analysis, maxAge),
  });
}
