import { type BaseModel } from '#sdk';
import { type Lesson } from './lesson.js';
import { type Learner, part } from './model.js';

/** A model of the outcome for each arm (Künzel et al., 2019, "T-learner"): the effect is the difference of two. */
export const tLearner: Learner<Lesson> = {
  fits: (treatments) => treatments + 1,
  learn: (lesson) => fitArms(lesson),
  async predict(model, frame) {
    const natural = await part(model, armName(0)).score(frame);
    const effects: Float64Array[] = [];
    for (let arm = 1; arm < model.shares.length; arm++) {
      const treated = await part(model, armName(arm)).score(frame);
      effects.push(treated.map((score, row) => score - (natural[row] ?? NaN)));
    }
    return { natural, effects };
  },
};

/** The outcome models of all arms by {@link armName}, learned from the chosen rows; from all unless told. */
export async function fitArms(
  lesson: Lesson,
  chosen: (row: number) => boolean = () => true,
): Promise<Record<string, BaseModel>> {
  const parts: Record<string, BaseModel> = {};
  for (let arm = 0; arm <= lesson.treatments; arm++) {
    const rows = lesson.rowsOf(arm).filter((row) => chosen(row));
    parts[armName(arm)] = await lesson.fitOutcome(
      rows,
      arm === 0 ? 'outcome without' : `outcome with treatment ${arm}`,
    );
  }
  return parts;
}

export function armName(arm: number): string {
  return `outcome-${arm}`;
}
