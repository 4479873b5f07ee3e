import { type Interruptible } from '#strata/kernel';
import { at } from '#strata/statistics';
import { seededRandom, StrataError } from '#sdk';
import { type MixModel } from '../model/mix-model.js';
import { MixChain, type MixDraw } from './chain.js';
import { convergenceOf, type Convergence } from './convergence.js';

/** How long is drawn. */
export interface MixSampling {
  readonly chains: number;
  /** Steps of each chain before anything is kept. */
  readonly warmUp: number;
  /** That are kept of each chain. */
  readonly draws: number;
  /** Rounds at most; each is twice as long as the one before, which it forgets. */
  readonly rounds: number;
  /** When the chains agree: R-hat at most, and effective draws at least. */
  readonly agreed: Convergence;
}

/** Enough for intervals of two digits; seconds for five channels and four years of weeks. */
export const SAMPLING: MixSampling = {
  chains: 4,
  warmUp: 400,
  draws: 300,
  rounds: 4,
  // Vehtari et al. (2021) ask for 1.01 of means that are published; intervals of two digits need less.
  agreed: { splitRhat: 1.03, effectiveDraws: 200 },
};

/** What is known after the data: draws, each as likely as the other. */
export interface MixFit {
  readonly model: MixModel;
  /** Of one chain after the other. */
  readonly draws: readonly MixDraw[];
  /** The worst of all parameters. */
  readonly convergence: Convergence;
}

/** Steps between two draws of the first round. */
const THIN = 2;

/**
 * Draws from what is known after the data; the same seed gives the same draws.
 *
 * @param seed 32-bit unsigned
 * @param progress called with the share that is done, 0 to 1, where the first round is enough
 * @throws StrataError NOT_CONVERGED where the chains do not agree after all rounds
 */
export function* fitMix(
  model: MixModel,
  {
    seed,
    sampling,
    progress,
  }: { readonly seed: number; readonly sampling: MixSampling; readonly progress: (share: number) => void },
): Interruptible<MixFit> {
  const chains = Array.from(
    { length: sampling.chains },
    (_, chain) => new MixChain(model, seededRandom((seed + chain * SEED_STEP) >>> 0)),
  );
  for (const chain of chains) yield* warmUp(chain, sampling.warmUp);
  for (let round = 0; ; round++) {
    const drawn: MixDraw[][] = chains.map(() => []);
    for (const [place, chain] of chains.entries()) {
      for (let draw = 0; draw < sampling.draws; draw++) {
        for (let sweep = 0; sweep < THIN * 2 ** round; sweep++) {
          chain.sweep();
          yield;
        }
        drawn[place]?.push(chain.draw());
        if (draw % TELL_EVERY === 0)
          progress(Math.min(1, (round + (place + draw / sampling.draws) / chains.length) / EXPECTED_ROUNDS));
      }
    }
    const convergence = worstOf(drawn, model.parameters);
    const { splitRhat, effectiveDraws } = sampling.agreed;
    if (convergence.splitRhat <= splitRhat && convergence.effectiveDraws >= effectiveDraws)
      return { model, draws: drawn.flat(), convergence };
    for (const [place, chain] of chains.entries()) chain.learnForm((drawn[place] ?? []).map(({ values }) => values));
    if (round + 1 >= sampling.rounds) throw notConverged(convergence, sampling.agreed);
  }
}

/** In parts, each with ellipses of the form of the part before. */
function* warmUp(chain: MixChain, sweeps: number): Interruptible<void> {
  for (const part of WARM_UP) {
    const been: Float64Array[] = [];
    for (let sweep = 0; sweep < part * sweeps; sweep++) {
      been.push(chain.sweep());
      yield;
    }
    chain.learnForm(been.slice(Math.floor(been.length / 3)));
  }
}

/** Parts of the warm-up. */
const WARM_UP = [0.2, 0.3, 0.5] as const;

const SEED_STEP = 0x9e3779b1;
const EXPECTED_ROUNDS = 2;
const TELL_EVERY = 20;

function worstOf(drawn: readonly (readonly MixDraw[])[], parameters: number): Convergence {
  const figures = [
    (draw: MixDraw) => draw.logLikelihood,
    ...Array.from({ length: parameters }, (_, place) => (draw: MixDraw) => at(draw.values, place)),
  ];
  const each = figures.map((figure) => convergenceOf(drawn.map((chain) => Float64Array.from(chain, figure))));
  return {
    splitRhat: Math.max(...each.map(({ splitRhat }) => splitRhat)),
    effectiveDraws: Math.min(...each.map(({ effectiveDraws }) => effectiveDraws)),
  };
}

function notConverged({ splitRhat, effectiveDraws }: Convergence, agreed: Convergence): StrataError {
  return new StrataError('NOT_CONVERGED', 'Several tries to fit the channels did not come to the same result.', {
    problems: [
      {
        message: `split R-hat is ${splitRhat.toFixed(2)} (at most ${String(agreed.splitRhat)}), and ${effectiveDraws.toFixed(0)} draws are independent (at least ${String(agreed.effectiveDraws)})`,
        expected: 'more weeks, fewer channels, or fewer controls',
      },
    ],
  });
}
