import { type Formats } from '../parts/formats.js';
import {
  type AttributionReport,
  type Bounded,
  type LifetimeReport,
  type MixReport,
  type PersonasReport,
  type ReadReport,
  type RecommendationsReport,
  type RfmReport,
} from './reports.js';
import { type CustomerWords } from './words/index.js';

/** In which words and figures something is told. */
export interface Told {
  readonly words: CustomerWords;
  readonly formats: Formats;
}

/** What an analysis found out, in sentences; the first one by itself says it. */
export function findingsOf(read: ReadReport, told: Told): readonly string[] {
  switch (read.kind) {
    case 'rfm':
      return rfmFindings(read.report, told);
    case 'lifetime-value':
      return lifetimeFindings(read.report, told);
    case 'personas':
      return personaFindings(read.report, told);
    case 'attribution':
      return attributionFindings(read.report, told);
    case 'marketing-mix':
      return mixFindings(read.report, told);
    case 'recommendations':
      return recommendationFindings(read.report, told);
  }
}

/** `4,120 (3,900–4,400)`; without what is not known. */
export function withBounds({ value, lower, upper }: Bounded, format: (value: number) => string): string {
  return lower === null || upper === null ? format(value) : `${format(value)} (${format(lower)}–${format(upper)})`;
}

/** What a stage is called; those of documents as they are written there. */
export function stageName(stage: string | null, words: CustomerWords): string {
  return stage === null ? words.rfm.without : (words.stageNames[stage] ?? stage);
}

const STAGES: readonly (string | null)[] = ['new', 'active', 'loyal', 'at risk', 'dormant', 'lost'];

/** Stages as people go through them; others behind those, by name. */
export function inLifeCycle(a: string | null, b: string | null): number {
  const place = (stage: string | null) => (STAGES.includes(stage) ? STAGES.indexOf(stage) : STAGES.length);
  return place(a) - place(b) || ((a ?? '') < (b ?? '') ? -1 : 1);
}

function rfmFindings({ people, purchases, value, segments, stages }: RfmReport, { words, formats }: Told) {
  const { count, amount, share, day } = formats;
  const champions = segments.find(({ segment }) => segment === 'champions');
  const [move] = stages?.moves.filter(({ isNewHere, from, to }) => !isNewHere && from !== to) ?? [];
  return [
    words.rfm.bought(count(people), count(purchases), amount(value)),
    ...(champions === undefined
      ? []
      : [words.rfm.champions(share(champions.people / people), share(value === 0 ? 0 : champions.value / value))]),
    ...(stages === null
      ? []
      : [
          move === undefined
            ? words.rfm.noMove(day(stages.since))
            : words.rfm.largestMove(
                day(stages.since),
                count(move.people),
                stageName(move.from, words),
                stageName(move.to, words),
              ),
        ]),
  ];
}

function lifetimeFindings({ base, horizon, heldOut }: LifetimeReport, { words, formats }: Told) {
  const { count, amount } = formats;
  const days = count(horizon);
  const first =
    base.value === null
      ? words.value.purchases(count(base.people), withBounds(base.purchases, count), days)
      : words.value.worth(count(base.people), withBounds(base.value, amount), days);
  const [asked] = heldOut?.forecasts ?? [];
  if (heldOut === null || asked === undefined) return [first, words.value.notJudged];
  const { lower, upper, value } = asked.purchases;
  const judged = words.value.judged(count(heldOut.days), count(value), count(heldOut.purchases));
  if (lower === null || upper === null) return [first, judged];
  const isHeld = lower <= heldOut.purchases && heldOut.purchases <= upper;
  return [first, judged, isHeld ? words.value.held : words.value.notHeld];
}

function personaFindings(report: PersonasReport, { words: { personas: words }, formats }: Told) {
  const { personas, people, outliers, kept, quality } = report;
  const { count, share } = formats;
  const [largest] = personas;
  if (largest === undefined) return [words.none];
  return [
    words[quality.verdict](count(personas.length)),
    words.largest(largest.name, largest.words, count(largest.people), share(largest.people / people)),
    ...(outliers === 0 ? [] : [words.outliers(count(outliers))]),
    ...(kept === null ? [] : [words.kept(share(kept))]),
  ];
}

function attributionFindings(report: AttributionReport, { words: { attribution: words }, formats }: Told) {
  const { channels, conversions, journeys, untouched } = report;
  const { count, share } = formats;
  const [most] = channels;
  if (most === undefined || conversions === 0) return [words.nothing];
  const spread = ({ credit }: AttributionReport['channels'][number]) =>
    credit.removal.conversions - credit.last.conversions;
  const [under] = channels.toSorted((a, b) => spread(b) - spread(a));
  return [
    words.most(most.channel, share(most.removalEffect), share(most.credit.removal.conversions / conversions)),
    words.converted(count(conversions), count(journeys), share(conversions / journeys)),
    ...(under === undefined || spread(under) < WORTH_SAYING * conversions
      ? []
      : [
          words.lastTouch(under.channel, count(under.credit.last.conversions), count(under.credit.removal.conversions)),
        ]),
    ...(untouched === 0 ? [] : [words.untouched(count(untouched))]),
    words.proof,
  ];
}

const WORTH_SAYING = 0.01;

function mixFindings({ channels, target, base, budget }: MixReport, { words: { mix: words }, formats }: Told) {
  const { decimal, share } = formats;
  const namesOf = (isKnown: boolean, last: string) =>
    listed(
      channels.filter(({ identified }) => identified === isKnown).map(({ channel }) => channel),
      last,
    );
  const [known, unknown] = [namesOf(true, words.and), namesOf(false, words.or)];
  const together =
    base.lower === null || base.upper === null
      ? []
      : [words.media(share(Math.max(0, 1 - base.upper)), share(1 - base.lower), target)];
  return [
    ...(known === '' ? [] : [words.known(known, target)]),
    ...(unknown === '' ? [] : [words.unknown(unknown, target)]),
    ...together,
    ...(budget === null ? [] : budgetFindings(budget, { words, decimal, target })),
  ];
}

interface BudgetWords {
  readonly words: CustomerWords['mix'];
  readonly decimal: Formats['decimal'];
  readonly target: string;
}

function budgetFindings(
  { refused, gain, tests }: NonNullable<MixReport['budget']>,
  { words, decimal, target }: BudgetWords,
): readonly string[] {
  if (refused === null)
    return [words.better(decimal(gain.lower ?? gain.value), decimal(gain.upper ?? gain.value), target)];
  const [test] = tests;
  return [
    refused === 'open' ? words.refusedOpen : words.refusedUnproven,
    ...(test === undefined || test.worth <= 0 ? [] : [words.test(test.channel)]),
  ];
}

function recommendationFindings(
  { model, popular, difference, judged }: RecommendationsReport,
  { words: { recommendations: words }, formats: { share, decimal, count } }: Told,
) {
  const { lower, upper } = difference.ndcg;
  const verdict = (lower ?? 0) > 0 ? words.beats : (upper ?? 0) < 0 ? words.worse : words.unsure;
  const hits = (of: typeof model) => decimal(judged.places * of.precision.value);
  return [
    verdict(share(model.ndcg.value), share(popular.ndcg.value)),
    words.hits(count(judged.places), hits(model), hits(popular)),
    words.coverage(share(model.coverage), share(popular.coverage)),
  ];
}

function listed(names: readonly string[], last: string): string {
  if (names.length < 2) return names[0] ?? '';
  return `${names.slice(0, -1).join(', ')}${last}${names.at(-1) ?? ''}`;
}
