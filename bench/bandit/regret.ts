import { type Reward, seededRandom } from '#sdk';
import { type ArmPolicy } from '#strata/engine';
import { drawnPlace, explored } from '#strata/engine/policies';
import { hashShare } from '#strata/kernel';
import { defaultPluginDirectories, openPluginHost, type PluginHost } from '#strata/plugin-host';
import { type CouponWorld, couponWorld, peopleOf, type RewardOf } from './coupon-world.js';

/** Regret of each bandit, as a share of that of an equal split, at most. */
const MOST = 0.25;
/** Decisions a day; what is settled is learned once a day, in one batch. */
const A_DAY = 1_000;
/** A goal has so many days; what came of an offer is learned at their end. */
const WINDOW = 7;
const DAY = 86_400_000;

interface Run {
  readonly world: CouponWorld;
  readonly people: Int32Array;
  readonly host: PluginHost;
  readonly seed: number;
}

/** Bandits on three coupons of known effects. @returns whether each keeps to its bar */
export async function benchRegret(given: {
  readonly decisions: number;
  readonly users: number;
  readonly seed: number;
}): Promise<boolean> {
  const world = couponWorld(given.users, given.seed);
  const people = peopleOf(world, given.decisions, given.seed);
  const host = await openPluginHost({ directories: defaultPluginDirectories({}) });
  const run = { world, people, host, seed: given.seed };
  console.log(
    `${String(given.decisions)} decisions, ${String(A_DAY)} a day, learned once a day; a goal has ${String(WINDOW)} days`,
  );
  try {
    const thompson = { policy: 'bandit', options: { algorithm: 'thompson' } };
    const linucb = { policy: 'bandit', options: { algorithm: 'linucb' }, context: world.context };
    const conversion = await compare(run, 'conversion', { Thompson: thompson, LinUCB: linucb });
    const profit = await compare(run, 'profit', { Thompson: thompson, LinUCB: linucb });
    return conversion && profit;
  } finally {
    await host.close();
  }
}

/** Expected rewards of all decisions: of each coupon for everybody, and of the best for each person. */
function peersOf(
  { world, people }: Run,
  reward: RewardOf,
): { readonly fixed: readonly number[]; readonly oracle: number } {
  const fixed = world.offers.map(() => 0);
  let oracle = 0;
  for (const row of people) {
    const means = world.expected(row, reward);
    means.forEach((mean, coupon) => (fixed[coupon]! += mean));
    oracle += Math.max(...means);
  }
  return { fixed, oracle };
}

async function compare(run: Run, reward: RewardOf, bandits: Readonly<Record<string, ArmPolicy>>): Promise<boolean> {
  const { fixed, oracle } = peersOf(run, reward);
  const best = Math.max(...fixed);
  const split = fixed.reduce((sum, mean) => sum + mean, 0) / fixed.length;
  const share = (earned: number): number => (best - earned) / (best - split);
  const say = (name: string, earned: number): void => {
    const each = (earned / run.people.length).toFixed(4);
    console.log(
      `    ${name.padEnd(24)} ${each} a decision, regret ${(100 * share(earned)).toFixed(1)} % of equal split`,
    );
  };
  console.log(`  ${reward}:`);
  say('equal split', split);
  say(`always ${run.world.offers[fixed.indexOf(best)]!}`, best);
  say('best for each (oracle)', oracle);
  let kept = true;
  for (const [name, policy] of Object.entries(bandits)) {
    const earned = await earnedBy(run, { ...policy, reward });
    say(name, earned);
    kept &&= share(earned) <= MOST;
  }
  return kept;
}

/** What a bandit's choices are expected to bring, learning from what came of them. */
async function earnedBy({ world, people, host, seed }: Run, arm: ArmPolicy): Promise<number> {
  const { policy: plugin, options, reward = 'conversion' } = arm;
  const policy = await host.openPolicy({ plugin, options, reward, state: null });
  const random = seededRandom(seed + 1);
  const settled = new Map<number, Reward[]>();
  let earned = 0;
  for (let start = 0, day = 0; start < people.length; start += A_DAY, day++) {
    const due = settled.get(day) ?? [];
    settled.delete(day);
    if (due.length > 0) await policy.learn(due);
    const rows = people.subarray(start, start + A_DAY);
    const contexts = [...rows].map((row) => world.contextOf(row, arm));
    const said = await Promise.all(contexts.map((context) => policy.choose({ offers: world.offers, context })));
    said.forEach((own, place) => {
      const probabilities = explored([...own], arm);
      const coupon = drawnPlace(probabilities, pointsOf(world, start + place));
      const row = rows[place]!;
      earned += world.expected(row, reward)[coupon]!;
      const { converted, profit } = world.draw(row, coupon, random);
      const lesson = {
        offer: world.offers[coupon]!,
        context: contexts[place]!,
        reward: reward === 'profit' ? profit : Number(converted),
        at: day * DAY,
        propensity: probabilities[coupon]!,
      };
      settled.set(day + WINDOW, [...(settled.get(day + WINDOW) ?? []), lesson]);
    });
  }
  await policy.close();
  return earned;
}

/** Each coupon's point of a decision, as the engine has it. */
function pointsOf({ offers }: CouponWorld, decision: number): readonly number[] {
  return offers.map((offer) => hashShare(`coupons/${offer}:offer:${String(decision)}`));
}
