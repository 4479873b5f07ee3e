import { durationWords } from '#strata/kernel';
import { type Campaign, campaignAim, campaignLimits, currencyOf, type ReleaseDocuments } from '#strata/engine';
import { type Section } from './explained-document.js';
import { cronWords } from './cron-words.js';
import { amount, count, join, number, percent, sentence } from './phrases.js';
import { personWords, rankWords } from './words.js';

/** A campaign: which strategy, on whom, for what, within which limits, when, and where its list goes. */
export function explainCampaign(campaign: Campaign, documents: ReleaseDocuments): readonly Section[] {
  return [
    { title: 'Strategy', sentences: strategyWords(campaign, documents) },
    { title: 'Who', sentences: audienceWords(campaign, documents) },
    { title: 'Aim', sentences: [aimWords(campaign, documents)] },
    { title: 'Limits', sentences: limitWords(campaign, documents) },
    { title: 'Quotas', sentences: quotaWords(campaign, documents) },
    { title: 'When', sentences: [scheduleWords(campaign, documents)] },
    { title: 'List', sentences: [outWords(campaign)] },
  ].filter(({ sentences }) => sentences.length > 0);
}

function strategyWords({ strategy }: Campaign, { strategies }: ReleaseDocuments): string[] {
  const title = strategies.find(({ id }) => id === strategy)?.title ?? strategy;
  return [sentence(`${title} (${strategy})`), 'Each person gets at most one offer.'];
}

function audienceWords({ audience }: Campaign, { facts }: ReleaseDocuments): string[] {
  if ('stored' in audience) return ['The people of the store, as far as the strategy means them.'];
  const mapped = Object.entries(audience.facts ?? {}).map(
    ([fact, column]) => `${facts[fact]?.words ?? fact} is in ${column}`,
  );
  return [
    sentence(`the people of the files ${audience.files}, named in the column ${audience.id}`),
    ...(mapped.length === 0 ? [] : [sentence(join(mapped, 'and'))]),
    ...Object.entries(audience.consent ?? {}).map(([purpose, column]) =>
      column === true
        ? `Everybody in the files has consented to ${purpose}.`
        : `The column ${column} says who has consented to ${purpose}.`,
    ),
  ];
}

function aimWords(campaign: Campaign, documents: ReleaseDocuments): string {
  const strategy = documents.strategies.find(({ id }) => id === campaign.strategy);
  const aim = campaignAim(campaign, strategy ?? {});
  return typeof aim === 'string' ? AIMS[aim] : `As the strategy says: ${rankWords(aim, documents)} come first.`;
}

const AIMS = {
  profit: 'The largest expected profit.',
  conversions: 'The most expected conversions.',
  incrementalConversions: 'The most expected conversions beyond those that would have come without an offer.',
} as const;

function limitWords(campaign: Campaign, documents: ReleaseDocuments): string[] {
  const strategy = documents.strategies.find(({ id }) => id === campaign.strategy);
  const { audience, budget, minimumRoi } = campaignLimits(campaign, strategy ?? {});
  return [
    ...(audience === undefined ? [] : [`At most ${number(audience)} people.`]),
    ...(budget === undefined
      ? []
      : [`A budget of ${amount(budget, currencyOf(documents))} for messages and face values together.`]),
    ...(minimumRoi === undefined ? [] : [`The return on all cost is expected to be at least ${percent(minimumRoi)}.`]),
  ];
}

function quotaWords({ quotas = [] }: Campaign, documents: ReleaseDocuments): string[] {
  return quotas.map(({ segment, minimum, maximum }) => {
    const bounds = [
      ...(minimum === undefined ? [] : [`at least ${number(minimum)}`]),
      ...(maximum === undefined ? [] : [`at most ${number(maximum)}`]),
    ];
    return sentence(`${join(bounds, 'and')} offers to ${personWords(segment, documents)}`);
  });
}

function scheduleWords({ schedule }: Campaign, documents: ReleaseDocuments): string {
  if (schedule === undefined || 'cron' in schedule) return cronWords(schedule, documents);
  return `Every ${durationWords(schedule.every)}, for the people with new events.`;
}

function outWords({ out = { format: 'parquet' } }: Campaign): string {
  if ('table' in out) return `It is written into the table ${out.table} of the database.`;
  if ('webhook' in out) {
    const { url, batch = 500, secret } = out.webhook;
    return sentence(
      `it is sent to ${url}, ${count(batch, 'person').replace(/persons$/, 'people')} at a time, signed with ${secret}`,
    );
  }
  if ('customerMatch' in out) {
    const { platform, to } = out.customerMatch;
    const where = to === undefined ? '' : `, and in the folder ${to}`;
    return `Hashed e-mail addresses and phone numbers of those who consent, for the customer match of ${PLATFORM_NAMES[platform]}, to be downloaded${where}.`;
  }
  const to = out.to === undefined ? 'to be downloaded' : `to be downloaded, and in the folder ${out.to}`;
  return `A file of the format ${out.format}, ${to}.`;
}

const PLATFORM_NAMES = { google: 'Google', meta: 'Meta' } as const;
