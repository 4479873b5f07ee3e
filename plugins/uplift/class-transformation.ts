import { type Lesson } from './lesson.js';
import { type BaseModel } from '#sdk';
import { type Learner, part } from './model.js';
import { pickNumbers, pickRows } from './rows.js';
import { armName } from './t-learner.js';

/**
 * Class transformation (Jaskowski and Jaroszewicz, 2012): "did well in its arm" (success with the treatment, none without)
 * is one class, and the effect is 2 P(class) − 1 where both arms weigh the same. Rows are weighted by 1 / propensity to
 * make it so, which is the classification form of the transformed outcome of Athey and Imbens (2015).
 */
export const classTransformation: Learner<Lesson> = {
  fits: (treatments) => treatments + 1,
  async learn(lesson) {
    if (lesson.values) {
      throw new Error(
        'The class transformation knows successes only: for values choose the learner s, t, x or doubly-robust.',
      );
    }
    const parts: Record<string, BaseModel> = {
      [armName(0)]: await lesson.fitOutcome(lesson.rowsOf(0), 'outcome without'),
    };
    for (let arm = 1; arm <= lesson.treatments; arm++) {
      parts[`class-${arm}`] = await fitTransformed(lesson, arm);
    }
    return parts;
  },
  async predict(model, frame) {
    const natural = await part(model, armName(0)).score(frame);
    const effects: Float64Array[] = [];
    for (let arm = 1; arm < model.shares.length; arm++) {
      const wells = await part(model, `class-${arm}`).score(frame);
      effects.push(wells.map((probability) => 2 * probability - 1));
    }
    return { natural, effects };
  },
};

async function fitTransformed(lesson: Lesson, arm: number): Promise<BaseModel> {
  const { frame, label, weight, treatment, shares } = lesson;
  const rows = Int32Array.from(treatment.keys()).filter((row) => treatment[row] === 0 || treatment[row] === arm);
  const didWell = Float64Array.from(rows, (row) => (treatment[row] === 0 ? 1 - (label[row] ?? 0) : (label[row] ?? 0)));
  // Mean 1 over the two arms, so that a penalty of the base weighs as it does elsewhere.
  const both = (shares[0] ?? 0) + (shares[arm] ?? 0);
  const balance = Float64Array.from(rows, (row) => both / (2 * (shares[treatment[row] ?? 0] ?? 1)));
  const weights = pickNumbers(weight, rows).map((own, at) => own * (balance[at] ?? 1));
  return lesson.fitClass(pickRows(frame, rows), didWell, weights, `did well, treatment ${arm}`);
}
