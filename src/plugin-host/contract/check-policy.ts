import { type PolicyQuestion, type Reward, type RewardKind, REWARDS, seededRandom } from '#sdk';
import { type Policy, type PluginHost } from '../index.js';
import { type Check, type ContractResult, messageOf, runChecks } from './contract-suite.js';

/** What a check looks at. */
interface Subject {
  readonly reward: RewardKind;
  readonly policy: Policy;
  /** Opens it once more, with what it learned. */
  readonly reopen: (state: Uint8Array) => Promise<Policy>;
}

const OPENS = 'opens with nothing learned';

/** Checks every promise of the policy contract, once for each kind of reward. */
export async function checkPolicy(
  host: PluginHost,
  id: string,
  options: Readonly<Record<string, unknown>>,
): Promise<readonly ContractResult[]> {
  const results: ContractResult[] = [];
  for (const reward of REWARDS) results.push(...(await checkWith({ plugin: id, options, reward, state: null }, host)));
  return results;
}

async function checkWith(
  request: Parameters<PluginHost['openPolicy']>[0],
  host: PluginHost,
): Promise<readonly ContractResult[]> {
  const { reward } = request;
  try {
    const policy = await host.openPolicy(request);
    const reopen = (state: Uint8Array): Promise<Policy> => host.openPolicy({ ...request, state });
    const results = await runChecks(CHECKS, { reward, policy, reopen }, reward);
    await policy.close();
    return [{ task: reward, check: OPENS, passed: true, detail: '' }, ...results];
  } catch (error) {
    return [{ task: reward, check: OPENS, passed: false, detail: messageOf(error) }];
  }
}

/** Batches and orders may differ by the rounding of another order of sums. */
const ROUNDING = 1e-6;
const OFFERS = ['coupon-10', 'coupon-20', 'free-shipping'];
const REWARD_COUNT = 120;
const DAY = 86_400_000;

/** The host itself refuses what are no probabilities. */
const CHECKS: readonly Check<Subject>[] = [
  { name: 'chooses before it has learned anything', run: ({ policy }) => answersAll(policy) },
  { name: 'chooses when it has learned', run: learned },
  { name: 'what it learned is the same after save and load', run: reloaded },
  { name: 'the same rewards give the same bytes', run: deterministic },
  { name: 'rewards may come in any batches and any order', run: batched },
  { name: 'the order of the offers changes nothing', run: reordered },
];

function questionOf(offers: readonly string[], x = 0.5): PolicyQuestion {
  return { offers, context: Float64Array.of(1, x, -x) };
}

async function answersAll(policy: Policy): Promise<null> {
  for (const offers of [OFFERS, ['coupon-20'], ['never-seen', 'coupon-10'], [...OFFERS, 'never-seen']]) {
    for (const x of [-2, 0, 3]) await policy.choose(questionOf(offers, x));
  }
  return null;
}

/** Made by a seed: one offer is better than the others. */
function rewardsOf(kind: RewardKind): readonly Reward[] {
  const random = seededRandom(20261130);
  return Array.from({ length: REWARD_COUNT }, (_, row) => {
    const x = random.normal();
    const place = random.integer(OFFERS.length);
    const converted = random.uniform() < 0.1 + 0.1 * place ? 1 : 0;
    return {
      offer: OFFERS[place] ?? '',
      context: Float64Array.of(1, x, -x),
      reward: kind === 'conversion' ? converted : 12 * converted - 1,
      at: Date.UTC(2026, 0, 1) + row * DAY,
      propensity: 1 / OFFERS.length,
    };
  });
}

/** What it knows after these batches and nothing else, as bytes. */
async function after(policy: Policy, ...batches: readonly (readonly Reward[])[]): Promise<Uint8Array> {
  await policy.restore(null);
  let state = new Uint8Array();
  for (const batch of batches) state = new Uint8Array(await policy.learn(batch));
  return state;
}

async function learned({ reward, policy }: Subject): Promise<null> {
  await after(policy, rewardsOf(reward));
  return await answersAll(policy);
}

async function reloaded({ reward, policy, reopen }: Subject): Promise<string | null> {
  const state = await after(policy, rewardsOf(reward));
  const before = await policy.choose(questionOf(OFFERS));
  const second = await reopen(state);
  const there = await second.choose(questionOf(OFFERS)).finally(() => second.close());
  await policy.restore(null);
  await policy.restore(state);
  return differenceOf(before, there, 0) ?? differenceOf(before, await policy.choose(questionOf(OFFERS)), 0);
}

async function deterministic({ reward, policy }: Subject): Promise<string | null> {
  const [first, second] = [await after(policy, rewardsOf(reward)), await after(policy, rewardsOf(reward))];
  return Buffer.compare(first, second) === 0 ? null : 'the same rewards gave different bytes';
}

async function batched({ reward, policy }: Subject): Promise<string | null> {
  const rewards = rewardsOf(reward);
  const half = rewards.length / 2;
  await after(policy, rewards);
  const once = await policy.choose(questionOf(OFFERS));
  await after(policy, rewards.slice(half).toReversed(), [], rewards.slice(0, half));
  return differenceOf(once, await policy.choose(questionOf(OFFERS)), ROUNDING);
}

async function reordered({ reward, policy }: Subject): Promise<string | null> {
  await after(policy, rewardsOf(reward));
  const there = await policy.choose(questionOf(OFFERS));
  const back = await policy.choose(questionOf(OFFERS.toReversed()));
  return differenceOf(there, back.toReversed(), ROUNDING);
}

function differenceOf(first: Float64Array, second: Float64Array, most: number): string | null {
  const same = first.every((probability, place) => Math.abs(probability - (second[place] ?? Number.NaN)) <= most);
  return same ? null : `it chose with ${first.join(', ')}, and then with ${second.join(', ')}`;
}
