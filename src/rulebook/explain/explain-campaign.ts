import { type Campaign, campaignAim, campaignLimits, currencyOf, type Strategy } from '#strata/engine';
import { type Section } from './explained-document.js';
import { cronWords } from './cron-words.js';
import { type Telling } from './telling.js';
import { personWords, rankWords } from './words.js';

/** A campaign: which strategy, on whom, for what, within which limits, when, and where its list goes. */
export function explainCampaign(campaign: Campaign, telling: Telling): readonly Section[] {
  const { headings } = telling.phrases;
  return [
    { title: headings.strategy, sentences: strategyWords(campaign, telling) },
    { title: headings.who, sentences: audienceWords(campaign, telling) },
    { title: headings.aim, sentences: [aimWords(campaign, telling)] },
    { title: headings.limits, sentences: limitWords(campaign, telling) },
    { title: headings.quotas, sentences: quotaWords(campaign, telling) },
    { title: headings.when, sentences: [scheduleWords(campaign, telling)] },
    { title: headings.list, sentences: [outWords(campaign, telling)] },
  ].filter(({ sentences }) => sentences.length > 0);
}

function strategyOf(campaign: Campaign, { documents }: Telling): Strategy | undefined {
  return documents.strategies.find(({ id }) => id === campaign.strategy);
}

function strategyWords(campaign: Campaign, telling: Telling): readonly string[] {
  const title = strategyOf(campaign, telling)?.title ?? campaign.strategy;
  return telling.phrases.campaigns.strategy(title, campaign.strategy);
}

function audienceWords({ audience }: Campaign, { documents: { facts }, phrases }: Telling): readonly string[] {
  const { campaigns } = phrases;
  if ('stored' in audience) {
    const { among } = audience;
    return [campaigns.stored, ...(among === undefined ? [] : [campaigns.among(among.files, among.id)])];
  }
  const mapped = Object.entries(audience.facts ?? {}).map(([fact, column]) => ({
    fact: facts[fact]?.words ?? fact,
    column,
  }));
  return [
    campaigns.files(audience.files, audience.id),
    ...(mapped.length === 0 ? [] : [campaigns.columns(mapped)]),
    ...Object.entries(audience.consent ?? {}).map(([purpose, column]) =>
      column === true ? campaigns.allConsent(purpose) : campaigns.consentColumn(purpose, column),
    ),
  ];
}

function aimWords(campaign: Campaign, telling: Telling): string {
  const { campaigns } = telling.phrases;
  const aim = campaignAim(campaign, strategyOf(campaign, telling) ?? {});
  return typeof aim === 'string' ? campaigns.aim(aim) : campaigns.aimOfStrategy(rankWords(aim, telling));
}

function limitWords(campaign: Campaign, telling: Telling): readonly string[] {
  const { campaigns, strategies } = telling.phrases;
  const { audience, budget, minimumRoi } = campaignLimits(campaign, strategyOf(campaign, telling) ?? {});
  return [
    ...(audience === undefined ? [] : [campaigns.people(audience)]),
    ...(budget === undefined ? [] : [strategies.budget(budget, currencyOf(telling.documents))]),
    ...(minimumRoi === undefined ? [] : [campaigns.roi(minimumRoi)]),
  ];
}

function quotaWords({ quotas = [] }: Campaign, telling: Telling): readonly string[] {
  return quotas.map(({ segment, minimum, maximum }) =>
    telling.phrases.campaigns.quota(personWords(segment, telling), minimum, maximum),
  );
}

function scheduleWords({ schedule }: Campaign, telling: Telling): string {
  if (schedule === undefined || 'cron' in schedule) return cronWords(schedule, telling);
  return telling.phrases.campaigns.every(schedule.every);
}

function outWords({ out = { format: 'parquet' } }: Campaign, { phrases: { campaigns } }: Telling): string {
  if ('table' in out) return campaigns.table(out.table);
  if ('webhook' in out) {
    const { url, batch = 500, secret } = out.webhook;
    return campaigns.webhook(url, batch, secret);
  }
  if ('customerMatch' in out) {
    const { platform, to } = out.customerMatch;
    return campaigns.customerMatch(PLATFORM_NAMES[platform], to);
  }
  return campaigns.file(out.format, out.to);
}

const PLATFORM_NAMES = { google: 'Google', meta: 'Meta' } as const;
