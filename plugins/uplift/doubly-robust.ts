import { type BaseModel, type SeededRandom, seededRandom } from '#sdk';
import { type Lesson } from './lesson.js';
import { type Learner, part } from './model.js';
import { pickRows } from './rows.js';
import { armName, fitArms } from './t-learner.js';

/** Each row's outcome models learn from the other folds. */
const FOLDS = 5;

/**
 * The doubly-robust learner (Kennedy, 2020, algorithm 1): augmented inverse-propensity-weighted pseudo-outcomes by
 * cross-fitted outcome models, on which one regression for each treatment learns its effect. In a random test the
 * propensity is known, so the pseudo-outcomes are unbiased however wrong the outcome models are.
 */
export const doublyRobust: Learner<Lesson> = {
  fits: (treatments) => FOLDS * (treatments + 1) + treatments + 1,
  async learn(lesson) {
    const everyRow = Int32Array.from(lesson.label.keys());
    const outcomes = await crossFit(lesson, seededRandom(lesson.seed));
    const parts: Record<string, BaseModel> = {
      [armName(0)]: await lesson.fitOutcome(lesson.rowsOf(0), 'outcome without'),
    };
    for (let arm = 1; arm <= lesson.treatments; arm++) {
      const pseudo = pseudoOutcomes(lesson, outcomes, arm);
      parts[`effect-${arm}`] = await lesson.fitEffect(everyRow, pseudo, `effects of treatment ${arm}`);
    }
    return parts;
  },
  async predict(model, frame) {
    const natural = await part(model, armName(0)).score(frame);
    const effects: Float64Array[] = [];
    for (let arm = 1; arm < model.shares.length; arm++) effects.push(await part(model, `effect-${arm}`).score(frame));
    return { natural, effects };
  },
};

/** For each arm, for each row: P(success | arm) by a model that had not seen the row. */
async function crossFit(lesson: Lesson, random: SeededRandom): Promise<readonly Float64Array[]> {
  const fold = drawFolds(lesson, random);
  const outcomes = lesson.shares.map(() => new Float64Array(lesson.label.length));
  for (let held = 0; held < FOLDS; held++) {
    const rows = Int32Array.from(fold.keys());
    const models = await fitArms(lesson, (row) => fold[row] !== held);
    const own = rows.filter((row) => fold[row] === held);
    const frame = pickRows(lesson.frame, own);
    for (const [arm, outcome] of outcomes.entries()) {
      const scores = await part({ parts: models }, armName(arm)).score(frame);
      own.forEach((row, at) => (outcome[row] = scores[at] ?? NaN));
    }
  }
  return outcomes;
}

/** Folds of equal size, stratified by arm and outcome. */
function drawFolds({ label, treatment, values }: Lesson, random: SeededRandom): Uint8Array {
  const order = random.shuffle(Int32Array.from(label.keys()));
  const stratum = (row: number) => 2 * (treatment[row] ?? 0) + (values ? 0 : (label[row] ?? 0));
  const fold = new Uint8Array(label.length);
  order.sort((a, b) => stratum(a) - stratum(b)).forEach((row, at) => (fold[row] = at % FOLDS));
  return fold;
}

/** φ = μ_t − μ₀ + 1(t) (y − μ_t) / e_t − 1(0) (y − μ₀) / e₀ */
function pseudoOutcomes(lesson: Lesson, outcomes: readonly Float64Array[], arm: number): Float64Array {
  const { label, treatment, shares } = lesson;
  const [without, withIt] = [outcomes[0], outcomes[arm]];
  return label.map((y, row) => {
    const mu0 = without?.[row] ?? NaN;
    const mu = withIt?.[row] ?? NaN;
    const surprise =
      treatment[row] === arm ? (y - mu) / (shares[arm] ?? 1) : treatment[row] === 0 ? -(y - mu0) / (shares[0] ?? 1) : 0;
    return mu - mu0 + surprise;
  });
}
