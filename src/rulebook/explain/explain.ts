import { durationWords } from '#strata/kernel';
import {
  currencyOf,
  type EventsSource,
  type FactCase,
  type FactCatalogue,
  type FactDefinition,
  type Follower,
  followerOf,
  type ProfileMeasure,
  type ModelDocument,
  type ReleaseDocuments,
  spokenFacts,
  timeZoneOf,
} from '#strata/engine';
import { type CompiledPolicy, compilePolicy, policyRuleWords } from '#strata/engine/plan';
import { valueWords } from '#strata/engine/conditions';
import { ofSource } from '#strata/engine/facts';
import { nearestName, StrataError } from '#sdk';
import { explainAnalysis } from './explain-analysis.js';
import { explainCampaign } from './explain-campaign.js';
import { explainStrategy } from './explain-strategy.js';
import { type ExplainedDocument, type Section } from './explained-document.js';
import { join, number, percent, sentence } from './phrases.js';
import { personWords, whoWords } from './words.js';

/**
 * A document of a release as a marketer would tell it.
 *
 * @param name an id, or `strategy/…`, `campaign/…`, `analysis/…`, `segment/…`, `model/…`, `fact/…` where several documents have it
 * @throws StrataError NOT_FOUND with the nearest id, BAD_REQUEST where several documents have the id
 */
export function explainDocument(documents: ReleaseDocuments, name: string): ExplainedDocument {
  const all = explanationsOf(documents);
  const found = all.filter(({ kind, id }) => name === id || name === `${kind}/${id}`);
  const [only, another] = found;
  if (only === undefined) throw unknownDocument(name, all);
  if (another === undefined) return only.explain();
  const choices = found.map(({ kind, id }) => `${kind}/${id}`);
  throw new StrataError('BAD_REQUEST', `Several documents are called "${name}": say ${join(choices, 'or')}.`);
}

interface Explainable {
  readonly kind: ExplainedDocument['kind'];
  readonly id: string;
  explain(): ExplainedDocument;
}

function explanationsOf(documents: ReleaseDocuments): readonly Explainable[] {
  const { facts, segments, models, strategies, campaigns = [], analyses = [] } = documents;
  const policy = compilePolicy(documents);
  return [
    ...(policy === null
      ? []
      : [explainable('contact-policy', 'contact-policy', 'Contact policy', () => explainPolicy(policy, documents))]),
    ...strategies.map((strategy) => {
      const { id, title } = strategy;
      return explainable('strategy', id, title, () => explainStrategy(strategy, documents));
    }),
    ...campaigns.map((campaign) => {
      const { id, title } = campaign;
      return explainable('campaign', id, title, () => explainCampaign(campaign, documents));
    }),
    ...analyses.map((analysis) => {
      const { id, title } = analysis;
      return explainable('analysis', id, title, () => explainAnalysis(analysis, documents));
    }),
    ...segments.map(({ id, title, condition }) =>
      explainable('segment', id, title, () => [section('Who', sentence(personWords(condition, documents)))]),
    ),
    ...models.map((model) => explainable('model', model.id, model.title, () => explainModel(model, documents))),
    ...Object.entries(facts).map(([id, fact]) =>
      explainable('fact', id, fact.words, () => explainFact(fact, documents)),
    ),
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

function explainPolicy(policy: CompiledPolicy, documents: ReleaseDocuments): readonly Section[] {
  const { facts } = documents;
  const zone = policy.timeZone === null ? null : (facts[policy.timeZone]?.words ?? policy.timeZone);
  const clock = zone === null ? `in ${policy.shopZone}` : `by the person's ${zone}, else in ${policy.shopZone}`;
  const rules = policy.rules.map((rule) =>
    sentence(`${policyRuleWords(rule)}${rule.kind === 'quiet' ? `, ${clock}` : ''}`),
  );
  const { holdout } = policy;
  const heldOut =
    holdout === null
      ? []
      : [
          sentence(
            `${percent(holdout.share)} of those who would get an offer get nothing from any strategy or campaign, to measure what all bring together; they are drawn by the seed "${holdout.seed}", always the same way`,
          ),
        ];
  return [section('For all strategies and campaigns together', ...rules, ...heldOut)];
}

function section(title: string, ...sentences: readonly string[]): Section {
  return { title, sentences };
}

function explainModel(model: ModelDocument, { facts, segments }: ReleaseDocuments): readonly Section[] {
  const { label, population, treatment = 'none', features, split, minimum, plugin, task } = model;
  const people = segments.find(({ id }) => id === population)?.title ?? 'everybody';
  const offered = { none: 'people who got no offer', any: 'people who got an offer' };
  const trainedOn =
    typeof treatment === 'string' ? offered[treatment] : `rows with and without an offer (${treatment.column})`;
  const predicted =
    'event' in label ? `${label.event} within ${durationWords(label.within)}` : `the column ${label.column}`;
  const known = features.map((feature) =>
    Object.hasOwn(facts, feature) ? (facts[feature]?.words ?? feature) : feature,
  );
  return [
    section('Predicts', sentence(`${predicted}, as a ${task} question answered by the plugin ${plugin}`)),
    section('For whom', sentence(people)),
    section('Learns from', sentence(trainedOn), sentence(`what it sees of them: ${join(known, 'and')}`)),
    section(
      'Care',
      ...(split === undefined
        ? []
        : [
            sentence(
              `${percent(split.holdout)} of the examples${split.by === 'time' ? ', the latest,' : ''} are kept for testing`,
            ),
          ]),
      ...(minimum === undefined
        ? []
        : [
            sentence(
              `with fewer than ${number(minimum.positives)} successes or ${number(minimum.negatives)} others it refuses to learn`,
            ),
          ]),
    ),
  ].filter(({ sentences }) => sentences.length > 0);
}

function kindWords({ type, unit }: FactDefinition, currency: string | undefined): string {
  if (unit === 'money') return currency === undefined ? 'an amount of money' : `an amount in ${currency}`;
  return `a ${type}${unit === undefined ? '' : ` in ${unit}`}`;
}

function explainFact(fact: FactDefinition, documents: ReleaseDocuments): readonly Section[] {
  const { sensitive, personal } = fact;
  const source = sourceWords(fact, spokenFacts(documents), timeZoneOf(documents));
  return [
    section('What', sentence(`${kindWords(fact, currencyOf(documents))}: ${source}`)),
    ...(sensitive === true ? [section('Sensitive', 'A strategy may use it only where it says why.')] : []),
    ...(personal === true ? [section('Personal', 'It names or identifies a person.')] : []),
  ];
}

const MEASURED: Readonly<Record<ProfileMeasure, string>> = {
  yearsSince: 'in whole years since then',
  daysSince: 'in days since then',
  daysUntil: 'in days until then',
  daysToAnniversary: 'in days to its next anniversary',
};

/** Where a fact comes from, in words. @param timeZone the shop's, for the dates of conditions */
export function sourceWords({ from }: FactDefinition, facts: FactCatalogue, timeZone = 'UTC'): string {
  return ofSource(from, {
    profile: ({ profile, measure }) =>
      `the profile's ${profile}${measure === undefined ? '' : `, ${MEASURED[measure]}`}`,
    events: ({ events }) => eventsWords(events),
    ratio: ({ ratio }) => {
      const [part, whole] = ratio.map((name) => facts[name]?.words ?? name);
      return `${part ?? ''} divided by ${whole ?? ''}`;
    },
    firstOf: ({ firstOf }) => firstOf.map((each) => caseWords(each, facts, timeZone)).join('; '),
    computed: ({ computed: { analysis, output, maxAge } }) =>
      `${output} of the last run of the analysis ${analysis}${maxAge === undefined ? '' : `, at most ${durationWords(maxAge)} old`}`,
  });
}

function caseWords({ when, is }: FactCase, facts: FactCatalogue, timeZone: string): string {
  const who = when === undefined ? 'everybody else' : whoWords(when, { facts, timeZone });
  return `${typeof is === 'string' ? `“${is}”` : valueWords(is)} for ${who}`;
}

function eventsWords({ name, measure, property, within, ago, without, where }: EventsSource['events']): string {
  const of = property === undefined ? '' : ` of ${property}`;
  const filter = Object.entries(where ?? {}).map(([key, value]) => `${key} is ${String(value)}`);
  return [
    `${measure}${of} over the events ${name}`,
    ...(filter.length === 0 ? [] : [`where ${join(filter, 'and')}`]),
    ...(within === undefined ? [] : [`of the last ${durationWords(within)}`]),
    ...(ago === undefined ? [] : [`at least ${durationWords(ago)} ago`]),
    ...(without === undefined ? [] : [followedWords(without)]),
  ].join(' ');
}

function followedWords(without: string | Follower): string {
  const { name, same } = followerOf(without);
  return `that no ${name}${same === undefined ? '' : ` of the same ${same}`} followed`;
}
