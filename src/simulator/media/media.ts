import { seededRandom, type SeededRandom } from '#sdk';
import { shopStream, TODAY } from '../shop/index.js';

/** What an advertising channel does to sales. */
interface MediaChannel {
  readonly name: string;
  /** Money a week where it runs. */
  readonly spend: number;
  /** Share of a week's effect that goes over into the next one. */
  readonly carryOver: number;
  /** Money a week, carried over, that reaches half of all that there is, and how steeply. */
  readonly half: number;
  readonly slope: number;
  /** Money a week that it would bring at most. */
  readonly most: number;
  /** The weeks in which it runs, and how strongly. */
  readonly runs: (week: number, random: SeededRandom) => number;
}

/** Television comes in flights, search always, social from the second year on; display goes with social, so that they are hard to tell apart. */
const CHANNELS: readonly MediaChannel[] = [
  {
    ...{ name: 'tv', spend: 9_000, carryOver: 0.6, half: 5_000, slope: 1.6, most: 46_000 },
    runs: (week, random) => (week % 13 < 4 ? 0.6 + 0.8 * random.uniform() : 0),
  },
  {
    ...{ name: 'search', spend: 4_000, carryOver: 0.1, half: 4_500, slope: 1, most: 40_000 },
    runs: (_, random) => Math.exp(0.45 * random.normal()),
  },
  {
    ...{ name: 'social', spend: 3_000, carryOver: 0.3, half: 4_000, slope: 1.2, most: 22_000 },
    runs: (week, random) => (week < 40 ? 0 : 0.3 + 1.2 * random.uniform()),
  },
  { ...{ name: 'display', spend: 1_500, carryOver: 0.2, half: 3_000, slope: 1, most: 3_000 }, runs: () => 0 },
];
/** How display follows social. */
const DISPLAY_PER_SOCIAL = 0.35;

const WEEKS = 156;
const DAY = 86_400_000;
/** Money: what would be sold in a week without media, what it grows by in a year, its season, and what chance does. */
const LEVEL = 180_000;
const GROWTH = 9_000;
const SEASON = 16_000;
const NOISE = 6_000;
/** Of an index around 100: what a point of a competitor's prices adds. */
const PER_POINT = 900;
const SALES_WEEKS = new Map([
  [47, { event: 'black-friday', adds: 70_000 }],
  [51, { event: 'christmas', adds: 45_000 }],
]);

/** A week of the shop's books. */
interface MediaWeek {
  /** Its Monday, ISO 8601. */
  readonly week: string;
  /** Money. */
  readonly sales: number;
  /** Money, in the order of the channels. */
  readonly spend: readonly number[];
  /** An index of what competitors ask. */
  readonly competitor: number;
  /** What the week is known for; '' for most. */
  readonly event: string;
}

/** Three years of media and sales, and what nobody can know. */
export interface MediaBooks {
  readonly channels: readonly string[];
  readonly weeks: readonly MediaWeek[];
  /** What each channel brought in all weeks, and for each unit of money spent. */
  readonly truth: readonly (MediaChannel & {
    readonly spent: number;
    readonly brought: number;
    readonly return: number;
  })[];
}

/** Simulates media and sales by week until today. Spend knows nothing of demand. Same seed, same books. */
export function simulateMedia(seed: number): MediaBooks {
  const random = seededRandom(shopStream(seed, 18));
  const spends = drawSpends(random);
  const effects = CHANNELS.map((channel, place) => effectsOf(channel, spends[place] ?? []));
  let noise = 0;
  const weeks = Array.from({ length: WEEKS }, (_, week): MediaWeek => {
    const monday = mondayOf(week);
    const ofYear = Math.floor((monday - Date.UTC(new Date(monday).getUTCFullYear(), 0, 1)) / (7 * DAY)) + 1;
    const competitor = Math.round(10 * (100 + 6 * random.normal())) / 10;
    noise = 0.3 * noise + NOISE * random.normal();
    const { event, adds } = SALES_WEEKS.get(ofYear) ?? { event: '', adds: 0 };
    const usual = LEVEL + (GROWTH * week) / 52 + SEASON * Math.sin((2 * Math.PI * (ofYear - 10)) / 52);
    const media = effects.reduce((sum, effect) => sum + (effect[week] ?? 0), 0);
    const sales = Math.round(usual + adds + media + PER_POINT * (competitor - 100) + noise);
    return { week: iso(monday), sales, spend: spends.map((spend) => spend[week] ?? 0), competitor, event };
  });
  const total = (values: readonly number[] = []) => values.reduce((sum, value) => sum + value, 0);
  const truth = CHANNELS.map((channel, place) => {
    const [spent, brought] = [total(spends[place]), total(effects[place])];
    return { ...channel, spent, brought, return: brought / spent };
  });
  return { channels: CHANNELS.map(({ name }) => name), weeks, truth };
}

function drawSpends(random: SeededRandom): readonly (readonly number[])[] {
  const drawn = CHANNELS.map(({ spend, runs }) =>
    Array.from({ length: WEEKS }, (_, week) => Math.round(spend * runs(week, random))),
  );
  const social = drawn[2] ?? [];
  return [
    ...drawn.slice(0, 3),
    social.map((spend) => Math.round(spend * (DISPLAY_PER_SOCIAL + 0.04 * random.normal()))),
  ];
}

/** Carry-over whose weights sum to 1, then saturation (Hill). */
function effectsOf({ carryOver, half, slope, most }: MediaChannel, spend: readonly number[]): readonly number[] {
  let carried = 0;
  return spend.map((each) => {
    carried = carryOver * carried + (1 - carryOver) * each;
    return carried === 0 ? 0 : (most * carried ** slope) / (carried ** slope + half ** slope);
  });
}

/** The last week is over by today. */
function mondayOf(week: number): number {
  const today = Date.parse(TODAY);
  const thisMonday = today - ((new Date(today).getUTCDay() + 6) % 7) * DAY;
  return thisMonday - (WEEKS - week) * 7 * DAY;
}

function iso(moment: number): string {
  return new Date(moment).toISOString().slice(0, 10);
}
