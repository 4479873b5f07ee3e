import { durationWords, fixedWords } from '#strata/kernel';
import {
  asksModel,
  armsOf,
  currencyOf,
  type Experiment,
  type ExperimentArm,
  type FixedRate,
  type ModelReference,
  type Offer,
  type ReadoutPlan,
  type ReleaseDocuments,
  type Strategy,
} from '#strata/engine';
import { type Section } from './explained-document.js';
import { guardrailWords } from './guardrail-words.js';
import { amount, count, number, percent, sentence } from './phrases.js';
import { itemWords, personWords, rankWords } from './words.js';

/** A whole strategy: who, when, what offer, money, limits, experiment. */
export function explainStrategy(strategy: Strategy, documents: ReleaseDocuments): readonly Section[] {
  const { trigger, predictive, baseline, offers } = strategy;
  return [
    { title: 'Who', sentences: who(strategy, documents) },
    {
      title: 'When',
      sentences: trigger === undefined ? [] : [sentence(`only ${personWords(trigger, documents)}`)],
    },
    { title: 'Model', sentences: predictive === undefined ? [] : modelWords(predictive, documents) },
    { title: 'Human rule', sentences: baselineWords(baseline, strategy, documents) },
    { title: offers.length === 1 ? 'Offer' : 'Offers', sentences: offers.map((offer) => offerWords(offer, documents)) },
    { title: 'Money', sentences: moneyWords(strategy, documents) },
    { title: 'Limits', sentences: limitWords(strategy, currencyOf(documents)) },
    { title: 'Experiment', sentences: experimentWords(strategy) },
    { title: 'Guardrails', sentences: guardrailWords(strategy, currencyOf(documents)) },
  ].filter(({ sentences }) => sentences.length > 0);
}

function who({ segment, consent, active, sensitiveFacts = {} }: Strategy, documents: ReleaseDocuments): string[] {
  const { from, to } = active ?? {};
  return [
    sentence(personWords(segment, documents)),
    consent === undefined ? 'No consent is asked for.' : `They must have consented to ${consent}.`,
    ...(from === undefined ? [] : [`It begins on ${from}.`]),
    ...(to === undefined ? [] : [`It ends on ${to}.`]),
    ...Object.entries(sensitiveFacts).map(([fact, reason]) =>
      sentence(`it uses the sensitive fact ${fact}: ${reason}`),
    ),
  ];
}

function modelWords(
  { when, rankBy, onFailure }: NonNullable<Strategy['predictive']>,
  documents: ReleaseDocuments,
): string[] {
  return [
    ...(when === undefined ? [] : [sentence(`only ${personWords(when, documents)}`)]),
    ...(rankBy === undefined
      ? []
      : [`In a campaign without an objective of its own ${rankWords(rankBy, documents)} come first.`]),
    onFailure === 'baseline' ? 'If a model fails, the human rule decides.' : 'If a model fails, nobody gets an offer.',
  ];
}

function baselineWords(
  { title, when, rankBy, offer }: Strategy['baseline'],
  { offers }: Strategy,
  documents: ReleaseDocuments,
): string[] {
  const offerTitle = offers.find(({ id }) => id === offer)?.title ?? offer;
  return [
    sentence(title),
    ...(when === undefined ? [] : [sentence(`only ${personWords(when, documents)}`)]),
    ...(rankBy === undefined ? [] : [`In a campaign ${rankWords(rankBy, documents)} come first.`]),
    `It offers "${offerTitle}".`,
  ];
}

function offerWords(offer: Offer, documents: ReleaseDocuments): string {
  const { title, faceValue, minimumSpend, redemptionRate, contactCost, stock, response, channel, when } = offer;
  const currency = currencyOf(documents);
  const value = faceValue === 0 ? 'a mere message' : `worth ${amount(faceValue, currency)}`;
  const spend = minimumSpend === undefined ? '' : ` on orders from ${amount(minimumSpend, currency)}`;
  return [
    `"${title}"${when === undefined ? '' : ` for ${personWords(when, documents)}`}: ${value}${spend}`,
    ...(faceValue === 0 ? [] : [`redeemed by ${percent(redemptionRate)} of those who convert`]),
    `${amount(contactCost, currency)} a message${channel === undefined ? '' : ` by ${channel}`}`,
    ...(stock === undefined ? [] : [`${number(stock)} in stock`]),
    `${chance(response)} to convert.`,
  ]
    .join(', ')
    .concat(...contentWords(offer, documents));
}

function contentWords({ content }: Offer, documents: ReleaseDocuments): readonly string[] {
  const recommend = content?.recommend;
  if (recommend === undefined) return [];
  const { model, items, where, perCategory, bought } = recommend;
  const those = where === undefined ? '' : `, each ${itemWords(where, documents)}`;
  const diverse = perCategory === undefined ? '' : `, at most ${number(perCategory)} of one category`;
  const again = bought === true ? ', also what the person bought before' : '';
  return [` With it come ${count(items, 'item')} that ${model} recommends${those}${diverse}${again}.`];
}

function chance(source: ModelReference | FixedRate): string {
  return asksModel(source) ? `the chance that ${source.model} gives` : `a chance of ${percent(source.rate)}`;
}

function moneyWords({ goal, weight, baseline, offers }: Strategy, documents: ReleaseDocuments): string[] {
  const { facts } = documents;
  const { orderValue } = goal;
  const value =
    typeof orderValue === 'number'
      ? amount(orderValue, currencyOf(documents))
      : (facts[orderValue.fact]?.words ?? orderValue.fact);
  return [
    `Success is ${goal.event} within ${durationWords(goal.within)}; it earns ${percent(goal.margin)} of ${value}.`,
    goal.natural === undefined
      ? 'What people would do without the offer is not known, so that its profit is gross.'
      : `Without an offer there is ${chance(goal.natural)}; only what the offer adds counts.`,
    'An offer that is not expected to earn more than it costs is not made.',
    ...(isPricedByModels(
      goal,
      offers.find(({ id }) => id === baseline.offer),
    )
      ? [
          'Only what the human rule picks is offered whatever the models expect, so that they compete on the same people.',
        ]
      : []),
    ...(weight === undefined ? [] : [`Against other strategies its profit counts ${number(weight)} times.`]),
  ];
}

function isPricedByModels({ natural }: Strategy['goal'], offer: Offer | undefined): boolean {
  return [offer?.response, natural].some((source) => asksModel(source));
}

function limitWords({ limits }: Strategy, currency: string | undefined): string[] {
  const { audience, budget, perUser, minimumRoi, shadowPrices } = limits ?? {};
  return [
    ...(perUser === undefined
      ? []
      : [`At most ${count(perUser.contacts, 'offer')} to one person in ${durationWords(perUser.within)}.`]),
    ...(budget === undefined ? [] : [`A budget of ${amount(budget, currency)} for messages and face values together.`]),
    ...(audience === undefined ? [] : [`A campaign reaches at most ${number(audience)} people.`]),
    ...(minimumRoi === undefined
      ? []
      : [`A campaign stops where an offer returns less than ${percent(minimumRoi)} on its cost.`]),
    ...(shadowPrices === undefined
      ? []
      : [
          `A live decision asks an offer to bring more than what it takes of the limits brings elsewhere, as the latest campaign run of the last ${durationWords(shadowPrices.maxAge)} found.`,
        ]),
  ];
}

function decides(by: ExperimentArm['by']): string {
  if (typeof by === 'string') return by === 'model' ? 'the model' : 'the human rule';
  const { policy, reward = 'conversion', explore = 0.01 } = by;
  return `the policy "${policy}" (by ${reward}, each offer at least ${percent(explore)})`;
}

/** "The model decides for 50 % of the people, the human rule for 50 %."; arms of names of their own are told by them. */
function armsWords(arms: readonly ExperimentArm[]): string {
  const parts = arms.map(({ id, share, by }, index) => {
    const who = decides(by);
    const people = index === 0 ? ' of the people' : '';
    return `${who}${index === 0 ? ' decides' : ''} for ${percent(share)}${people}${id === by ? '' : ` (“${id}”)`}`;
  });
  return sentence(parts.join(', '));
}

/** Who takes no part, and what becomes of them. */
function partWords({ coverage = 1, namespace, otherwise = 'none' }: Partial<Experiment> = {}): string[] {
  if (coverage === 1 && namespace === undefined) return [];
  const then = {
    none: 'nothing is offered to the others',
    model: 'the model decides',
    baseline: 'the human rule decides',
  };
  const part = [
    ...(coverage === 1 ? [] : [`${percent(coverage)} of each arm`]),
    ...(namespace === undefined
      ? []
      : [
          `those on ${percent(namespace.from)} to ${percent(namespace.to)} of the namespace "${namespace.id}", whom no other experiment of it has`,
        ]),
  ].join(', of ');
  return [`Only ${part} take part; ${then[otherwise]}${otherwise === 'none' ? '' : ' for the others'}.`];
}

/** What an experiment was planned to show, and how it is read. */
function planWords({ model, decide, people, days, effect, read, noWorseThan }: ReadoutPlan): string {
  const time = days === undefined ? '' : ` in ${fixedWords(days, 0)} ${days === 1 ? 'day' : 'days'}`;
  const saving =
    noWorseThan === undefined
      ? ''
      : `; it also passes by what it saves, with at most ${percent(noWorseThan)} fewer conversions`;
  return `Planned for the model "${model}": ${fixedWords(people, 0)} people${time} show ${percent(effect)} more ${decide}, read ${read}${saving}.`;
}

function experimentWords({ experiment }: Strategy): string[] {
  const { arms, holdout, seed, phase = 1, plan } = experiment ?? {};
  return [
    ...(arms === undefined ? [] : [armsWords(armsOf(experiment)), ...partWords(experiment)]),
    ...(phase === 1 ? [] : [`It is in its phase ${phase}, which drew its people anew.`]),
    ...(plan === undefined ? [] : [planWords(plan)]),
    ...(holdout === undefined
      ? []
      : [`${percent(holdout)} of those who would get the offer get nothing, to measure what it earns.`]),
    ...(seed === undefined ? [] : [`People are drawn by the seed "${seed}", always the same way.`]),
  ];
}
