import { fixedWords, percentWords } from '#strata/kernel';
import { type AttributedChannel, type AttributionReport, type CreditMethod } from './attribute.js';

/** What a way to credit does, for the head of its column and the notes below. */
export const METHOD_WORDS: Readonly<Record<CreditMethod, { readonly name: string; readonly meaning: string }>> = {
  first: { name: 'first', meaning: 'all to the first touch' },
  last: { name: 'last', meaning: 'all to the last touch' },
  linear: { name: 'linear', meaning: 'every touch the same' },
  position: { name: 'position', meaning: '40 % each to the first and the last touch, 20 % to those between' },
  timeDecay: { name: 'time decay', meaning: 'the last touch most; two touches earlier counts half' },
  shapley: { name: 'Shapley', meaning: 'every channel of a journey the same, however often it was touched' },
  removal: { name: 'removal', meaning: 'in proportion to what would be lost without the channel' },
};

/** The answer in sentences: what there is, which channel counts most, and where the ways disagree. */
export function attributionWords(report: AttributionReport): readonly string[] {
  const { journeys, conversions, channels, untouched } = report;
  const [most] = channels;
  if (most === undefined || conversions === 0)
    return ['No journey ended with a conversion: there is nothing to credit.'];
  const share = most.credit.removal.conversions / conversions;
  return [
    `${fixedWords(conversions, 0)} of ${fixedWords(journeys, 0)} journeys converted (${percentWords(conversions / journeys)}).`,
    `"${most.channel}" counts most: without it ${percentWords(most.removalEffect)} of conversions would not happen, which credits it with ${percentWords(share)} of them.`,
    ...disagreement(report),
    ...(untouched === 0
      ? []
      : [`${fixedWords(untouched, 0)} further ${untouched === 1 ? 'conversion' : 'conversions'} had no touch before.`]),
  ];
}

/** The channel whose credit depends most on how it is counted. */
function disagreement({ channels, conversions }: AttributionReport): readonly string[] {
  const spread = ({ credit }: AttributedChannel): number => credit.removal.conversions - credit.last.conversions;
  const [under] = channels.toSorted((a, b) => spread(b) - spread(a));
  if (under === undefined || spread(under) < 0.01 * conversions) return [];
  return [
    `Who only counts the last touch gives "${under.channel}" ${fixedWords(under.credit.last.conversions, 0)} conversions instead of ${fixedWords(under.credit.removal.conversions, 0)}.`,
  ];
}
