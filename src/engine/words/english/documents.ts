import { figures } from './figures.js';
import { joined } from './grammar.js';
import { type ChannelSubject, type MeasureSubject } from '../subjects/document-subjects.js';
import { type Guardrail } from '../../index.js';

const { amount, duration, number, percent, sentence, whole } = figures;

/** The headings of a document in words. */
export const headings = {
  who: 'Who',
  when: 'When',
  model: 'Model',
  humanRule: 'Human rule',
  offers: (count: number): string => (count === 1 ? 'Offer' : 'Offers'),
  money: 'Money',
  limits: 'Limits',
  experiment: 'Experiment',
  guardrails: 'Guardrails',
  strategy: 'Strategy',
  aim: 'Aim',
  quotas: 'Quotas',
  list: 'List',
  what: 'What',
  aboutWhom: 'About whom',
  forFacts: 'For computed facts',
  policy: 'For all strategies and campaigns together',
  predicts: 'Predicts',
  forWhom: 'For whom',
  learnsFrom: 'Learns from',
  care: 'Care',
  sensitive: 'Sensitive',
  personal: 'Personal',
  contactPolicy: 'Contact policy',
};

/** People and items that a condition means, and those who come first. */
export const persons = {
  /** The engine's words are what follows "who", or begin with "whose". */
  person: (predicate: string) => `a person ${predicate.startsWith('whose ') ? predicate : `who ${predicate}`}`,
  ofSegment: (title: string, person: string) => `${title}: ${person}`,
  anyItem: 'an item',
  item: (predicate: string) => `an item ${predicate.startsWith('whose ') ? predicate : `that ${predicate}`}`,
  firstByScore: (model: string) => `those with the highest score of ${model}`,
  firstByFact: (fact: string, order: 'asc' | 'desc') =>
    `those with the ${order === 'desc' ? 'highest' : 'lowest'} ${fact}`,
};

const AIMS = {
  profit: 'The largest expected profit.',
  conversions: 'The most expected conversions.',
  incrementalConversions: 'The most expected conversions beyond those that would have come without an offer.',
} as const;

/** A campaign. */
export const campaigns = {
  strategy: (title: string, id: string) => [sentence(`${title} (${id})`), 'Each person gets at most one offer.'],
  stored: 'The people of the store, as far as the strategy means them.',
  among: (files: string, id: string) => sentence(`only those whom the files ${files} name in the column ${id}`),
  files: (files: string, id: string) => sentence(`the people of the files ${files}, named in the column ${id}`),
  columns: (mapped: readonly { fact: string; column: string }[]) =>
    sentence(
      joined(
        mapped.map(({ fact, column }) => `${fact} is in ${column}`),
        'and',
      ),
    ),
  allConsent: (purpose: string) => `Everybody in the files has consented to ${purpose}.`,
  consentColumn: (purpose: string, column: string) => `The column ${column} says who has consented to ${purpose}.`,
  aim: (aim: keyof typeof AIMS): string => AIMS[aim],
  aimOfStrategy: (first: string) => `As the strategy says: ${first} come first.`,
  people: (most: number) => `At most ${number(most)} people.`,
  roi: (least: number) => `The return on all cost is expected to be at least ${percent(least)}.`,
  quota: (person: string, least: number | undefined, most: number | undefined) => {
    const bounds = [
      ...(least === undefined ? [] : [`at least ${number(least)}`]),
      ...(most === undefined ? [] : [`at most ${number(most)}`]),
    ];
    return sentence(`${joined(bounds, 'and')} offers to ${person}`);
  },
  byHand: 'When somebody starts it.',
  cron: (cron: string, zone: string) =>
    `By itself at "${cron}" (minute, hour, day, month, day of the week) by the clocks of ${zone}.`,
  every: (every: string) => `Every ${duration(every)}, for the people with new events.`,
  table: (table: string) => `It is written into the table ${table} of the database.`,
  webhook: (url: string, batch: number, secret: string) =>
    sentence(
      `it is sent to ${url}, ${number(batch)} ${batch === 1 ? 'person' : 'people'} at a time, signed with ${secret}`,
    ),
  customerMatch: (platform: string, folder: string | undefined) =>
    `Hashed e-mail addresses and phone numbers of those who consent, for the customer match of ${platform}, to be downloaded${folder === undefined ? '' : `, and in the folder ${folder}`}.`,
  file: (format: string, folder: string | undefined) =>
    `A file of the format ${format}, to be downloaded${folder === undefined ? '' : `, and in the folder ${folder}`}.`,
};

type Deciding = 'model' | 'baseline' | { policy: string; reward: string; explore: number };

function decides(by: Deciding): string {
  if (typeof by === 'string') return by === 'model' ? 'the model' : 'the human rule';
  return `the policy "${by.policy}" (by ${by.reward}, each offer at least ${percent(by.explore)})`;
}

/** A strategy. */
export const strategies = {
  only: (person: string) => sentence(`only ${person}`),
  noConsent: 'No consent is asked for.',
  consent: (purpose: string) => `They must have consented to ${purpose}.`,
  begins: (from: string) => `It begins on ${from}.`,
  ends: (to: string) => `It ends on ${to}.`,
  sensitive: (fact: string, reason: string) => sentence(`it uses the sensitive fact ${fact}: ${reason}`),
  firstWithoutObjective: (first: string) => `In a campaign without an objective of its own ${first} come first.`,
  first: (first: string) => `In a campaign ${first} come first.`,
  onFailure: (then: 'baseline' | 'none'): string =>
    then === 'baseline' ? 'If a model fails, the human rule decides.' : 'If a model fails, nobody gets an offer.',
  offers: (offer: string) => `It offers "${offer}".`,
  offer: (offer: {
    title: string;
    person: string | null;
    faceValue: number;
    minimumSpend: number | undefined;
    redemptionRate: number;
    contactCost: number;
    channel: string | undefined;
    stock: number | undefined;
    chance: string;
    currency: string | undefined;
  }) => {
    const { faceValue, minimumSpend, channel, stock, currency } = offer;
    const value = faceValue === 0 ? 'a mere message' : `worth ${amount(faceValue, currency)}`;
    const spend = minimumSpend === undefined ? '' : ` on orders from ${amount(minimumSpend, currency)}`;
    return [
      `"${offer.title}"${offer.person === null ? '' : ` for ${offer.person}`}: ${value}${spend}`,
      ...(faceValue === 0 ? [] : [`redeemed by ${percent(offer.redemptionRate)} of those who convert`]),
      `${amount(offer.contactCost, currency)} a message${channel === undefined ? '' : ` by ${channel}`}`,
      ...(stock === undefined ? [] : [`${number(stock)} in stock`]),
      `${offer.chance} to convert.`,
    ].join(', ');
  },
  /** Begins with a blank: it follows the sentence of the offer. */
  content: (content: {
    model: string;
    items: number;
    where: string | null;
    perCategory: number | undefined;
    diversity: number;
    again: boolean;
  }) => {
    const those = content.where === null ? '' : `, each ${content.where}`;
    const diverse = content.perCategory === undefined ? '' : `, at most ${number(content.perCategory)} of one category`;
    const unlike =
      content.diversity === 0 ? '' : `, chosen to be unlike each other (${number(content.diversity)} of 1)`;
    const again = content.again ? ', also what the person bought before' : '';
    const items = `${number(content.items)} item${content.items === 1 ? '' : 's'}`;
    return ` With it come ${items} that ${content.model} recommends${those}${diverse}${unlike}${again}.`;
  },
  chanceOfModel: (model: string) => `the chance that ${model} gives`,
  chanceOf: (rate: number) => `a chance of ${percent(rate)}`,
  goal: (event: string, within: string, margin: number, value: string) =>
    `Success is ${event} within ${duration(within)}; it earns ${percent(margin)} of ${value}.`,
  gross: 'What people would do without the offer is not known, so that its profit is gross.',
  natural: (chance: string) => `Without an offer there is ${chance}; only what the offer adds counts.`,
  profitable: 'An offer that is not expected to earn more than it costs is not made.',
  humanRuleWins:
    'Only what the human rule picks is offered whatever the models expect, so that they compete on the same people.',
  weight: (weight: number) => `Against other strategies its profit counts ${number(weight)} times.`,
  perUser: (contacts: number, within: string) =>
    `At most ${number(contacts)} offer${contacts === 1 ? '' : 's'} to one person in ${duration(within)}.`,
  budget: (budget: number, currency: string | undefined) =>
    `A budget of ${amount(budget, currency)} for messages and face values together.`,
  audience: (most: number) => `A campaign reaches at most ${number(most)} people.`,
  roi: (least: number) => `A campaign stops where an offer returns less than ${percent(least)} on its cost.`,
  prices: (maxAge: string) =>
    `A live decision asks an offer to bring more than what it takes of the limits brings elsewhere, as the latest campaign run of the last ${duration(maxAge)} found.`,
  /** Arms of names of their own are told by them. */
  arms: (arms: readonly { id: string | null; by: Deciding; share: number }[]) =>
    sentence(
      arms
        .map(({ id, share, by }, index) => {
          const people = index === 0 ? ' of the people' : '';
          return `${decides(by)}${index === 0 ? ' decides' : ''} for ${percent(share)}${people}${id === null ? '' : ` (“${id}”)`}`;
        })
        .join(', '),
    ),
  part: (
    coverage: number | null,
    namespace: { id: string; from: number; to: number } | null,
    otherwise: 'none' | 'model' | 'baseline',
  ) => {
    const then = {
      none: 'nothing is offered to the others',
      model: 'the model decides',
      baseline: 'the human rule decides',
    };
    const part = [
      ...(coverage === null ? [] : [`${percent(coverage)} of each arm`]),
      ...(namespace === null
        ? []
        : [
            `those on ${percent(namespace.from)} to ${percent(namespace.to)} of the namespace "${namespace.id}", whom no other experiment of it has`,
          ]),
    ].join(', of ');
    return `Only ${part} take part; ${then[otherwise]}${otherwise === 'none' ? '' : ' for the others'}.`;
  },
  phase: (phase: number) => `It is in its phase ${phase}, which drew its people anew.`,
  plan: (plan: {
    model: string;
    decide: string;
    people: number;
    days: number | undefined;
    effect: number;
    read: string;
    noWorseThan: number | undefined;
  }) => {
    const { days, noWorseThan } = plan;
    const time = days === undefined ? '' : ` in ${whole(days)} ${days === 1 ? 'day' : 'days'}`;
    const saving =
      noWorseThan === undefined
        ? ''
        : `; it also passes by what it saves, with at most ${percent(noWorseThan)} fewer conversions`;
    return `Planned for the model "${plan.model}": ${whole(plan.people)} people${time} show ${percent(plan.effect)} more ${plan.decide}, read ${plan.read}${saving}.`;
  },
  holdout: (share: number) =>
    `${percent(share)} of those who would get the offer get nothing, to measure what it earns.`,
  seed: (seed: string) => `People are drawn by the seed "${seed}", always the same way.`,
  guardrail: (guardrail: Guardrail, currency: string | undefined) => {
    const then = {
      stop: 'it stops by itself until somebody resumes it',
      fixedArms: 'no policy chooses any more until somebody resumes it',
      alert: 'an alert is sent',
    };
    return `If ${watched(guardrail, currency)}, ${then[guardrail.then]}.`;
  },
};

function watched(guardrail: Guardrail, currency: string | undefined): string {
  switch (guardrail.watch) {
    case 'lift': {
      const { below, level = 0.95 } = guardrail;
      const how = below === 0 ? 'less often' : `at least ${number(-100 * below)} percentage points less often`;
      return `those who get the offer convert ${how} than those who are held out, for ${percent(level)} certain at any time`;
    }
    case 'cost': {
      const { perDay, ahead = 0 } = guardrail;
      const more = ahead === 0 ? 'more' : `${percent(ahead)} more`;
      if (perDay !== undefined) return `its offers cost ${more} than ${amount(perDay, currency)} in 24 hours`;
      return `its offers cost ${more} than the budget allows for by then, spread evenly over its time`;
    }
    case 'fallback': {
      const { above, within } = guardrail;
      return `a model is missing in more than ${percent(above)} of the decisions of ${duration(within)} that need one`;
    }
    case 'sampleRatio':
      return 'people come to the arms or the hold-out in other shares than are drawn, beyond chance';
  }
}

/** The contact policy of all strategies together, as a document. */
export const policies = {
  clock: (fact: string | null, zone: string) =>
    fact === null ? `in ${zone}` : `by the person's ${fact}, else in ${zone}`,
  quiet: (rule: string, clock: string) => sentence(`${rule}, ${clock}`),
  holdout: (share: number, seed: string) =>
    sentence(
      `${percent(share)} of those who would get an offer get nothing from any strategy or campaign, to measure what all bring together; they are drawn by the seed "${seed}", always the same way`,
    ),
};

/** A model. */
export const models = {
  predicts: (
    label: { event: string; within: string } | { column: string },
    { task, plugin }: { task: string; plugin: string },
  ) =>
    sentence(
      `${'event' in label ? `${label.event} within ${duration(label.within)}` : `the column ${label.column}`}, as a ${task} question answered by the plugin ${plugin}`,
    ),
  everybody: 'everybody',
  trainedOn: (treatment: 'none' | 'any' | { column: string }) => {
    if (typeof treatment !== 'string') return sentence(`rows with and without an offer (${treatment.column})`);
    return sentence(treatment === 'none' ? 'people who got no offer' : 'people who got an offer');
  },
  sees: (features: readonly string[]) => sentence(`what it sees of them: ${joined(features, 'and')}`),
  kept: (share: number, isLatest: boolean) =>
    sentence(`${percent(share)} of the examples${isLatest ? ', the latest,' : ''} are kept for testing`),
  minimum: (positives: number, negatives: number) =>
    sentence(`with fewer than ${number(positives)} successes or ${number(negatives)} others it refuses to learn`),
};

const MEASURED = {
  yearsSince: 'in whole years since then',
  daysSince: 'in days since then',
  daysUntil: 'in days until then',
  daysToAnniversary: 'in days to its next anniversary',
} as const;

/** Where facts come from. */
export const sources = {
  fact: (kind: { type: string; unit: string | undefined; currency: string | undefined }, source: string) => {
    const { type, unit, currency } = kind;
    const money = currency === undefined ? 'an amount of money' : `an amount in ${currency}`;
    return sentence(`${unit === 'money' ? money : `a ${type}${unit === undefined ? '' : ` in ${unit}`}`}: ${source}`);
  },
  sensitive: 'A strategy may use it only where it says why.',
  personal: 'It names or identifies a person.',
  profile: (attribute: string, measure: keyof typeof MEASURED | undefined) =>
    `the profile's ${attribute}${measure === undefined ? '' : `, ${MEASURED[measure]}`}`,
  events: ({ name, measure, property, within, ago, without, where }: MeasureSubject) => {
    const filter = where.map(([key, value]) => `${key} is ${value}`);
    return [
      `${measure}${property === undefined ? '' : ` of ${property}`} over the events ${name}`,
      ...(filter.length === 0 ? [] : [`where ${joined(filter, 'and')}`]),
      ...(within === undefined ? [] : [`of the last ${duration(within)}`]),
      ...(ago === undefined ? [] : [`at least ${duration(ago)} ago`]),
      ...(without === null
        ? []
        : [`that no ${without.name}${without.same === undefined ? '' : ` of the same ${without.same}`} followed`]),
    ].join(' ');
  },
  ratio: (part: string, of: string) => `${part} divided by ${of}`,
  cases: (cases: readonly string[]) => cases.join('; '),
  case: (value: string, person: string | null) => `${value} for ${person ?? 'everybody else'}`,
  computed: (output: string, analysis: string, maxAge: string | undefined) =>
    `${output} of the last run of the analysis ${analysis}${maxAge === undefined ? '' : `, at most ${duration(maxAge)} old`}`,
};

/** Analyses. */
export const analyses = {
  about: (person: string) => sentence(person),
  publishes: (outputs: readonly { output: string; type: string }[]) => {
    const told = outputs.map(({ output, type }) => `${output} (${type})`);
    return sentence(`of each person it publishes ${joined(told, 'and')}`);
  },
  attribution: (of: {
    conversion: string;
    channel: string;
    within: string | undefined;
    period: string | undefined;
  }) => [
    `Each conversion (${of.conversion}) is shared among the channels that a person met before${of.within === undefined ? '' : `, at most ${duration(of.within)} earlier`}, as ${of.channel} names them.`,
    ...(of.period === undefined ? [] : [`It looks at the last ${duration(of.period)}.`]),
    'The last touch alone stands beside every other way to credit; none proves what caused a conversion.',
  ],
  lifetimeValue: (of: {
    event: string;
    horizon: string;
    hasValue: boolean;
    plugin: string;
    stages: string | undefined;
  }) => [
    `It foretells how often everybody will purchase (${of.event}) in the next ${duration(of.horizon)}${of.hasValue ? ', and for how much' : ''}, by ${of.plugin}.`,
    'It is judged on the last of what was observed, which it had not seen, beside the rule that everybody goes on as so far.',
    ...(of.stages === undefined ? [] : [`It compares the stages of ${of.stages} with those that it expects.`]),
  ],
  marketingMix: ({ channels, target, controls, lifts, hasBudget }: ChannelSubject) => [
    `What ${channels.join(', ')} bring of ${target}, with how sure that is${controls.length === 0 ? '' : `; beside them ${controls.join(', ')} count`}.`,
    ...(lifts.length === 0 ? [] : [`Experiments with ${lifts.join(', ')} count, too.`]),
    ...(hasBudget ? ['It says how the budget would bring more, where the data tell.'] : []),
  ],
  personas: (of: { features: readonly string[]; count: number; plugin: string; value: string | undefined }) => [
    `People are grouped by ${String(of.count)} facts (${of.features.join(', ')}) with ${of.plugin}.`,
    'Each persona is told by what sets it apart and by a condition that holds for most of its people and for few others.',
    ...(of.value === undefined ? [] : [`What a person is worth is ${of.value}.`]),
  ],
  recommendations: (of: { events: readonly string[]; within: string | undefined; plugin: string; again: boolean }) => [
    `"${of.plugin}" learns from who had which items (${of.events.join(', ')}${of.within === undefined ? '' : `, of the last ${duration(of.within)}`}) what else to recommend to whom.`,
    of.again ? 'Items that somebody had are recommended again.' : 'Items that somebody had are not recommended again.',
    'It is judged on what people had later, beside recommending to everybody what is popular.',
  ],
  rfm: (of: { event: string; within: string | undefined; stages: { fact: string; since: string } | null }) => [
    `Everybody gets 1 to 5 for how recently, how often and for how much they purchased (${of.event}${of.within === undefined ? '' : `, of the last ${duration(of.within)}`}): 5 are the best fifth.`,
    'Equal figures get equal scores.',
    ...(of.stages === null
      ? []
      : [`It counts who moved between the stages of ${of.stages.fact} in ${duration(of.stages.since)}.`]),
  ],
};

/** What a preview notes beside its numbers. */
export const previews = {
  beyondSql: (why: string) => `${why}: people are read and judged one by one, of a large base fewer of them.`,
};
