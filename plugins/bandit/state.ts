import { type Reward, type RewardKind } from '#sdk';

/** What is known of one offer: sums over its rewards, each with its weight by age. Sums of disjoint rewards add up. */
export interface OfferSums {
  /** Σ w */
  readonly weight: number;
  /** Σ w r */
  readonly reward: number;
  /** Σ w r² */
  readonly square: number;
  /** Only where the algorithm reads contexts. */
  readonly linear: LinearSums | null;
}

/** Σ w r x, and Σ w x xᵀ row by row, over the features x of contexts. */
export interface LinearSums {
  readonly b: readonly number[];
  readonly gram: readonly number[];
}

/** What a bandit knows. */
export interface BanditState {
  readonly kind: RewardKind;
  /** The moment that weights are told for, which is that of the latest reward; null before the first. */
  readonly at: number | null;
  /** By offer, ascending by id. */
  readonly offers: Readonly<Record<string, OfferSums>>;
}

const DAY = 86_400_000;

interface Learning {
  /** Days. */
  readonly halfLife: number;
  /** What is learned of a context: nothing where it is empty. Sums over other features are begun anew. */
  readonly features: (context: Float64Array) => Float64Array;
}

/** The sums with some more rewards. A reward that is one half-life older than the latest counts half. */
export function learned(state: BanditState, rewards: readonly Reward[], { halfLife, features }: Learning): BanditState {
  if (rewards.length === 0) return state;
  const at = rewards.reduce((latest, reward) => Math.max(latest, reward.at), state.at ?? -Infinity);
  const weightOf = (moment: number): number => 2 ** ((moment - at) / DAY / halfLife);
  const known = new Map<string, WorkingSums>();
  for (const [offer, sums] of Object.entries(state.offers)) known.set(offer, scaled(sums, weightOf(state.at ?? at)));
  for (const reward of rewards) {
    const read = features(reward.context);
    let sums = known.get(reward.offer);
    if (sums === undefined || (sums.linear?.b.length ?? 0) !== read.length) {
      known.set(reward.offer, (sums = nothing(read.length)));
    }
    add(sums, reward.reward, read, weightOf(reward.at));
  }
  const offers = Object.fromEntries([...known].sort(([a], [b]) => (a < b ? -1 : 1)));
  return { kind: state.kind, at, offers };
}

interface WorkingSums {
  weight: number;
  reward: number;
  square: number;
  linear: { readonly b: number[]; readonly gram: number[] } | null;
}

function nothing(width: number): WorkingSums {
  const linear =
    width === 0 ? null : { b: new Array<number>(width).fill(0), gram: new Array<number>(width * width).fill(0) };
  return { weight: 0, reward: 0, square: 0, linear };
}

function scaled({ weight, reward, square, linear }: OfferSums, by: number): WorkingSums {
  const times = (value: number): number => by * value;
  return {
    weight: by * weight,
    reward: by * reward,
    square: by * square,
    linear: linear === null ? null : { b: linear.b.map(times), gram: linear.gram.map(times) },
  };
}

function add(sums: WorkingSums, reward: number, features: Float64Array, weight: number): void {
  sums.weight += weight;
  sums.reward += weight * reward;
  sums.square += weight * reward * reward;
  if (sums.linear === null) return;
  const { b, gram } = sums.linear;
  const width = b.length;
  for (let i = 0; i < width; i++) {
    const xi = weight * (features[i] ?? 0);
    b[i] = (b[i] ?? 0) + xi * reward;
    for (let j = 0; j < width; j++) gram[i * width + j] = (gram[i * width + j] ?? 0) + xi * (features[j] ?? 0);
  }
}
