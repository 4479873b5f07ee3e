import { type BaseModel } from '#sdk';
import { type Lesson } from './lesson.js';
import { type Learner, part } from './model.js';
import { armName, fitArms } from './t-learner.js';
import { pickRows } from './rows.js';

/**
 * The X-learner (Künzel et al., 2019, equations 7 to 9): each row's effect is imputed with the outcome model of the arm
 * that it was not in; one model learns the effects of the treated, one those of the controls, and they are mixed by the
 * propensity. No row is judged by a model that learned from it.
 */
export const xLearner: Learner<Lesson> = {
  fits: (treatments) => 1 + 3 * treatments,
  async learn(lesson) {
    const outcomes = await fitArms(lesson);
    const effects: Record<string, BaseModel> = {};
    const controls = lesson.rowsOf(0);
    const controlFrame = pickRows(lesson.frame, controls);
    const without = part({ parts: outcomes }, armName(0));
    for (let arm = 1; arm <= lesson.treatments; arm++) {
      const treated = lesson.rowsOf(arm);
      const untreated = await without.score(pickRows(lesson.frame, treated));
      const gained = untreated.map((score, at) => (lesson.label[treated[at] ?? 0] ?? 0) - score);
      effects[`treated-${arm}`] = await lesson.fitEffect(treated, gained, `effects among treatment ${arm}`);
      const withIt = await part({ parts: outcomes }, armName(arm)).score(controlFrame);
      const missed = withIt.map((score, at) => score - (lesson.label[controls[at] ?? 0] ?? 0));
      effects[`control-${arm}`] = await lesson.fitEffect(controls, missed, `effects among controls ${arm}`);
    }
    return { [armName(0)]: without, ...effects };
  },
  async predict(model, frame) {
    const natural = await part(model, armName(0)).score(frame);
    const [control = 0, ...shares] = model.shares;
    const effects: Float64Array[] = [];
    for (const [index, share] of shares.entries()) {
      const treated = await part(model, `treated-${index + 1}`).score(frame);
      const controls = await part(model, `control-${index + 1}`).score(frame);
      const propensity = share / (share + control);
      effects.push(treated.map((effect, row) => propensity * (controls[row] ?? NaN) + (1 - propensity) * effect));
    }
    return { natural, effects };
  },
};
