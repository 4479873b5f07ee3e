import { type TrainingRun } from '#sdk';
import { BagRows, type Target, type Term } from './bag-rows.js';
import { BINS } from './sums.js';

/** Which rows a bag learns from and which it stops by. */
export interface Division {
  readonly taught: Int32Array;
  readonly held: Int32Array;
}

export interface Pace {
  readonly rounds: number;
  readonly learningRate: number;
  readonly earlyStopping: number;
}

/** What one bag learned: by term, the effect of each bin. */
export interface BagFit {
  readonly effects: readonly Float64Array[];
  readonly rounds: number;
  /** By term: what the mean loss on the rows set aside would rise by without it. */
  readonly worth: Float64Array;
}

/** An improvement of the loss by a smaller share than this is none. */
const TOLERANCE = 1e-6;

/**
 * Cyclic boosting (Lou et al., 2012): round by round every term in turn takes a small step towards what all the others
 * leave unexplained, so that no feature takes what belongs to another. Ends when the rows set aside gain no more, and keeps
 * the state of the best round.
 *
 * @param start by row of the training set: the link that is there already
 */
export function boostBag(
  terms: readonly Term[],
  target: Target,
  start: Float64Array,
  { taught, held }: Division,
  pace: Pace,
  run: Pick<TrainingRun, 'signal'> & { readonly round: (round: number, loss: number) => void },
): BagFit {
  const rows = new BagRows(terms, target, start, taught, held);
  const steppers = terms.map(({ stepper }) => stepper());
  const effects = terms.map(({ size }) => new Float64Array(size));
  const step = new Float64Array(BINS);
  let best = { round: 0, loss: rows.loss(), effects: effects.map((effect) => effect.slice()) };
  for (let round = 1; round <= pace.rounds; round++) {
    run.signal.throwIfAborted();
    for (const [position, stepper] of steppers.entries()) {
      const effect = effects[position];
      if (effect === undefined) continue;
      step.fill(0);
      stepper(rows.sums(position), step);
      for (let bin = 0; bin < effect.length; bin++) {
        const shrunk = pace.learningRate * (step[bin] ?? 0);
        step[bin] = shrunk;
        effect[bin] = (effect[bin] ?? 0) + shrunk;
      }
      rows.add(position, step);
    }
    const loss = rows.loss();
    run.round(round, loss);
    if (loss < best.loss - TOLERANCE * Math.abs(best.loss)) {
      best = { round, loss, effects: effects.map((effect) => effect.slice()) };
    }
    if (round - best.round >= pace.earlyStopping) break;
  }
  return { effects: best.effects, rounds: best.round, worth: rows.worth(best.effects) };
}
