/**
 * Do guardrails act where they must, and not where they must not? Streams of people are simulated: a share is held out, who
 * converts does so some time after, and the guardrails look again and again, as they do once a minute. And how many
 * decisions does it take until a scorer is found that fails three times as often as is allowed?
 *
 *     npm run bench -- guardrails [--streams 10000] [--people 4000] [--looks 100] [--holdout 0.1] [--seed 1] [--json]
 */
import { parseArgs } from 'node:util';
import { seededRandom } from '#sdk';
import { type DrawnGroup, judgeFallback, judgeLift, judgeSampleRatio } from '#strata/campaigns/watching';

const { values: given } = parseArgs({
  options: {
    streams: { type: 'string', default: '10000' },
    people: { type: 'string', default: '4000' },
    looks: { type: 'string', default: '100' },
    holdout: { type: 'string', default: '0.1' },
    seed: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
  },
});
const [streams, people, looks, holdout] = [given.streams, given.people, given.looks, given.holdout].map(Number) as [
  number,
  number,
  number,
  number,
];
const RATE = 0.08;
/** Looks until a converter converts, on average: windows are open at all looks. */
const DELAY = looks / 10;
const FALLBACK = { watch: 'fallback', above: 0.1, within: 'PT1H', then: 'stop' } as const;
const LIFT = { watch: 'lift', below: 0, then: 'stop' } as const;

const random = seededRandom(Number(given.seed));

/** What a stream is like. */
interface World {
  readonly name: string;
  /** Conversion rates of treated and held-out. */
  readonly rates: readonly [number, number];
  /** Share of the people that comes to the hold-out. */
  readonly heldOut: number;
  /** Share of decisions without their model. */
  readonly failing: number;
}

const WORLDS: readonly World[] = [
  { name: 'nothing is wrong', rates: [RATE, RATE], heldOut: holdout, failing: 0.1 },
  { name: 'the offer helps', rates: [RATE * 1.3, RATE], heldOut: holdout, failing: 0.02 },
  { name: 'the offer halves conversion', rates: [RATE / 2, RATE], heldOut: holdout, failing: 0.02 },
  { name: 'a quarter of the hold-out is lost', rates: [RATE, RATE], heldOut: holdout * 0.75, failing: 0.02 },
  { name: 'three of ten decisions lack their model', rates: [RATE, RATE], heldOut: holdout, failing: 0.3 },
];

interface Acted {
  lift: number;
  sampleRatio: number;
  fallback: number;
}

const AFTER = { 'the first minute': 1, 'an hour': 60, 'a day': 1_440, 'a year': 525_600 } as const;

const results = WORLDS.map((world) => ({ world: world.name, acted: shares(world) }));
const found = Object.entries(AFTER).map(([after, look]) => ({ after, ...decisionsUntilFound(look) }));
if (given.json) console.log(JSON.stringify({ streams, people, looks, holdout, results, found }, null, 2));
else {
  console.log(
    `share of ${String(streams)} streams of ${String(people)} people in which a guardrail acts, looking ${String(looks)} times`,
  );
  for (const { world, acted } of results) {
    const told = Object.entries(acted).map(([name, share]) => `${name} ${(100 * share).toFixed(2)} %`);
    console.log(`  ${world.padEnd(40)} ${told.join('   ')}`);
  }
  console.log('decisions until a scorer is found that fails in 30 % of them, where 10 % are allowed');
  for (const { after, half, most } of found) {
    console.log(`  after ${after.padEnd(34)} ${String(half)} in half of the streams, ${String(most)} in 95 of 100`);
  }
}

/** The window holds only decisions since it fails; it is looked after each of them, at the price of so many looks before. */
function decisionsUntilFound(look: number): { readonly half: number; readonly most: number } {
  const needed = Array.from({ length: Math.min(streams, 2_000) }, () => {
    for (let [decisions, without] = [1, 0]; ; decisions++) {
      if (random.uniform() < 3 * FALLBACK.above) without += 1;
      if (judgeFallback(FALLBACK, { needed: decisions, without, look }).state === 'crossed') return decisions;
    }
  }).toSorted((a, b) => a - b);
  const at = (share: number) => needed[Math.floor(share * needed.length)] ?? NaN;
  return { half: at(0.5), most: at(0.95) };
}

function shares(world: World): Acted {
  const acted: Acted = { lift: 0, sampleRatio: 0, fallback: 0 };
  for (let stream = 0; stream < streams; stream++) {
    const one = actedIn(world);
    if (one.lift) acted.lift += 1 / streams;
    if (one.sampleRatio) acted.sampleRatio += 1 / streams;
    if (one.fallback) acted.fallback += 1 / streams;
  }
  return acted;
}

function actedIn({ rates, heldOut: share, failing }: World) {
  const conversionsAt = [new Float64Array(looks + 1), new Float64Array(looks + 1)];
  const none = () => ({ people: 0, conversions: 0 });
  const groups: [treated: ReturnType<typeof none>, heldOut: ReturnType<typeof none>] = [none(), none()];
  const acted = { lift: false, sampleRatio: false, fallback: false };
  let came = 0;
  for (let look = 1; look <= looks; look++) {
    let without = 0;
    const until = Math.round((people * look) / looks);
    const needed = until - came;
    for (; came < until; came++) {
      const group = random.uniform() < share ? 1 : 0;
      groups[group].people += 1;
      if (random.uniform() < failing) without += 1;
      if (random.uniform() >= rates[group]) continue;
      const at = look + Math.floor(-Math.log(random.uniform()) * DELAY);
      if (at <= looks) conversionsAt[group]![at]! += 1;
    }
    groups.forEach((each, group) => (each.conversions += conversionsAt[group]![look]!));
    const [treated, heldOut] = groups;
    acted.lift ||= judgeLift(LIFT, { treated, heldOut }).state === 'crossed';
    // A window of decisions that is new at each look, as those of an hour are not: that is the harder case.
    acted.fallback ||= judgeFallback(FALLBACK, { needed, without, look }).state === 'crossed';
    const draws: (readonly DrawnGroup[])[] = [
      [
        { group: 'heldOut', people: heldOut.people, share: holdout },
        { group: 'treated', people: treated.people, share: 1 - holdout },
      ],
    ];
    acted.sampleRatio ||= judgeSampleRatio(draws).state === 'crossed';
  }
  return acted;
}
