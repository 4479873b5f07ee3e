import { REASON_CODES } from '#strata/engine';
import { type CompiledStrategy } from '#strata/engine/plan';
import { countEstimate, type CountEstimate, type SeenPeople } from '#strata/profiles/preview';
import { type Language } from '#strata/kernel/texts';
import { type CampaignPhrases, campaignPhrases } from '../../words/index.js';
import { firstExamples } from '../examples/decided-example.js';
import { type CampaignFunnel } from '../funnel/campaign-funnel.js';
import { type OfferSums, type SeenBlock } from '../threads/tasks.js';
import { type CampaignPreview, type PreviewedOffer, type PreviewStep } from './campaign-preview.js';

type Summed = Pick<CampaignPreview, 'steps' | 'offered' | 'stopped' | 'arms' | 'offers' | 'held'>;

/** What all blocks come to, as estimates for everybody where a sample was seen. */
export function sumBlocks(
  blocks: readonly SeenBlock[],
  {
    strategy,
    funnel,
    seen,
    language,
  }: {
    readonly strategy: CompiledStrategy;
    readonly funnel: CampaignFunnel;
    readonly seen: SeenPeople;
    /** Of the words; English unless told. */
    readonly language?: Language | undefined;
  },
): Summed {
  const estimate = (found: number): CountEstimate => countEstimate(found, seen);
  const sum = (of: (block: SeenBlock) => number | undefined): number =>
    blocks.reduce((total, block) => total + (of(block) ?? 0), 0);
  const examplesAt = (place: number) => firstExamples(blocks.map(({ examples }) => examples[place] ?? []));
  let left = seen.examined;
  const all = funnel.steps.map((step, place): PreviewStep => {
    const found = sum(({ stopped }) => stopped[place]);
    left -= found;
    return { ...step, stopped: estimate(found), left: estimate(left), examples: examplesAt(place) };
  });
  const steps = all.filter((step, place) => funnel.conditions[place] !== null || step.stopped.count > 0);
  return {
    steps,
    offered: { ...estimate(left), examples: examplesAt(funnel.steps.length) },
    stopped: REASON_CODES.flatMap((code) => {
      const found = sum(({ codes }) => codes[code]);
      return found === 0 ? [] : [{ code, ...estimate(found) }];
    }),
    arms: strategy.draws.arms.map(({ id }, place) => ({ arm: id, ...estimate(sum(({ arms }) => arms[place])) })),
    offers: strategy.offers.map((offer, place) => {
      const sums = (name: keyof OfferSums): number => sum(({ offers }) => offers[place]?.[name]);
      return offerOf(offer.document, sums, seen);
    }),
    held: steps.flatMap(({ rule, words, stopped }) =>
      rule === undefined ? [] : [heldEstimate(stopped, words, campaignPhrases(language))],
    ),
  };
}

const MILLION = 1e6;

function offerOf(
  { id, contactCost, faceValue }: CompiledStrategy['offers'][number]['document'],
  sums: (name: keyof OfferSums) => number,
  seen: SeenPeople,
): PreviewedOffer {
  const scale = seen.examined === 0 ? 0 : seen.base / seen.examined;
  const [people, withoutFigures] = [sums('people'), sums('withoutFigures')];
  const isKnown = people === 0 || withoutFigures < people;
  const total = (name: 'conversions' | 'cost' | 'profit'): number | null =>
    isKnown ? Math.round(scale * sums(name)) / MILLION : null;
  return {
    offer: id,
    ...countEstimate(people, seen),
    expected: {
      conversions: total('conversions'),
      cost: total('cost'),
      profit: total('profit'),
      withoutFigures: Math.round(scale * withoutFigures),
      reserved: Math.round(scale * people * (contactCost + faceValue) * MILLION) / MILLION,
    },
  };
}

function heldEstimate({ count, interval }: CountEstimate, rule: string, phrases: CampaignPhrases): string {
  return interval === null ? phrases.held(count, rule) : phrases.heldAbout(count, rule);
}
