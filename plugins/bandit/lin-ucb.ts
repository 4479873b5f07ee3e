import { decompose, solve, solveLower } from './cholesky.js';
import { type BanditState, type LinearSums } from './state.js';

/** Contexts of more facts have no products: so many have 55. */
const MOST_FACTS = 10;

/**
 * The context x, and after it what all offers share, z: with `hybrid` the products of every two facts, squares among them. Rewards
 * are seldom linear in facts (money is how likely somebody buys times how much), and where they are not, an offer's model takes on
 * the shape of the people whom the offer was made to. What the products can tell is alike for all offers, so that it is learned
 * from all of them, and only what is linear tells the offers apart.
 */
export function featuresOf(context: Float64Array, linear: 'hybrid' | 'disjoint'): Float64Array {
  const facts = context.subarray(1);
  if (linear === 'disjoint' || facts.length > MOST_FACTS) return context;
  const features = [...context];
  facts.forEach((one, i) => {
    for (const other of facts.subarray(i)) features.push(one * other);
  });
  return Float64Array.from(features);
}

/** Linear models of the rewards of all offers, by sums over their {@link featuresOf}. */
export interface LinearModels {
  /** Of the context x: an offer's weights of its own. */
  readonly width: number;
  readonly own: ReadonlyMap<string, OwnModel>;
  /** Of an offer without rewards. */
  readonly unknown: OwnModel;
  /** β of z, and the decomposition of its precision. */
  readonly shared: { readonly weights: Float64Array; readonly root: Float64Array };
}

interface OwnModel {
  /** θ of x. */
  readonly weights: Float64Array;
  /** The decomposition of A = ridge · I + Σ w x xᵀ. */
  readonly root: Float64Array;
  /** A⁻¹ Σ w x zᵀ by column: one array for each of z. */
  readonly crossed: readonly Float64Array[];
}

/**
 * Hybrid LinUCB: E(reward) = z·β + x·θ with β of all offers and θ of each (Li, Chu, Langford, Schapire, 2010, algorithm 2).
 * Without z it is the disjoint one of their algorithm 1.
 *
 * @param width of the context; features are the context's and what follows them
 */
export function linearModels(
  offers: BanditState['offers'],
  { width, features, ridge }: { readonly width: number; readonly features: number; readonly ridge: number },
): LinearModels {
  const shares = features - width;
  const known = Object.entries(offers).flatMap(([id, { linear }]) =>
    linear?.b.length === features ? [[id, linear, decomposed(linear, { width, ridge })] as const] : [],
  );
  // S = ridge · I + Σ (w z zᵀ − Bᵀ A⁻¹ B) and Σ (w r z − Bᵀ A⁻¹ b) over the offers, B = Σ w x zᵀ.
  const precision = new Float64Array(shares * shares);
  const plain = new Float64Array(shares).fill(ridge);
  const right = new Float64Array(shares);
  for (let i = 0; i < shares; i++) precision[i * shares + i] = ridge;
  for (const [, { b, gram }, { crossed, alone }] of known) {
    for (let i = 0; i < shares; i++) {
      const row = (width + i) * features;
      right[i] = (right[i] ?? 0) + (b[width + i] ?? 0) - dot(gram, alone, row);
      plain[i] = (plain[i] ?? 0) + (gram[row + width + i] ?? 0);
      crossed.forEach((column, j) => {
        const at = i * shares + j;
        precision[at] = (precision[at] ?? 0) + (gram[row + width + j] ?? 0) - dot(gram, column, row);
      });
    }
  }
  const root = decompose(precision, shares, plain);
  const weights = solve(root, right);
  const own = known.map(([id, , { alone, crossed, root: ownRoot }]) => {
    const rest = alone.map(
      (weight, i) => weight - weights.reduce((sum, beta, j) => sum + beta * (crossed[j]?.[i] ?? 0), 0),
    );
    return [id, { weights: rest, root: ownRoot, crossed }] as const;
  });
  const { alone, ...unknown } = decomposed(nothing(features), { width, ridge });
  return { width, own: new Map(own), unknown: { ...unknown, weights: alone }, shared: { weights, root } };
}

/** An offer's A, A⁻¹ B and, as `alone`, A⁻¹ b: its weights if nothing were shared. */
function decomposed(
  { b, gram }: LinearSums,
  { width, ridge }: { readonly width: number; readonly ridge: number },
): Omit<OwnModel, 'weights'> & { readonly alone: Float64Array } {
  const features = b.length;
  const matrix = new Float64Array(width * width);
  for (let i = 0; i < width; i++) {
    for (let j = 0; j < width; j++) {
      matrix[i * width + j] = (gram[i * features + j] ?? 0) + (i === j ? ridge : 0);
    }
  }
  const root = decompose(matrix, width);
  const crossed = Array.from({ length: features - width }, (_, j) => {
    const row = (width + j) * features;
    return solve(root, gram.slice(row, row + width));
  });
  return { root, crossed, alone: solve(root, b.slice(0, width)) };
}

function nothing(features: number): LinearSums {
  const zeros = (length: number): number[] => new Array<number>(length).fill(0);
  return { b: zeros(features), gram: zeros(features * features) };
}

/**
 * The upper confidence bound of an offer's reward: z·β + x·θ + α √(xᵀ A⁻¹ x + rᵀ S⁻¹ r) with r = z − Bᵀ A⁻¹ x, which is
 * equation 6's deviation with its squares completed.
 *
 * @param features those of {@link featuresOf}
 */
export function upperBound(
  { width, own, unknown, shared }: LinearModels,
  id: string,
  { features, alpha }: { readonly features: Float64Array; readonly alpha: number },
): number {
  const { weights, root, crossed } = own.get(id) ?? unknown;
  const context = features.subarray(0, width);
  const products = features.subarray(width);
  const rest = products.map((product, j) => product - dot(crossed[j] ?? [], context));
  const variance = squared(solveLower(root, context)) + squared(solveLower(shared.root, rest));
  return dot(context, weights) + dot(products, shared.weights) + alpha * Math.sqrt(variance);
}

/** Σ a[from + i] b[i] */
function dot(a: ArrayLike<number>, b: Float64Array, from = 0): number {
  return b.reduce((sum, value, i) => sum + value * (a[from + i] ?? 0), 0);
}

function squared(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value * value, 0);
}
