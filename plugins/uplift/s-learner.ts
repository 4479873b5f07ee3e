import { type FeatureColumn, type RawFrame } from '#sdk';
import { type Lesson } from './lesson.js';
import { type Effects, type Learner, part } from './model.js';

/**
 * One model of the outcome that knows the treatment (Künzel et al., 2019, "S-learner"): the effect is how its prediction
 * changes with the treatment. A base of encoded columns cannot find by itself for whom the treatment works, so it gets
 * every feature once more for each treatment, missing in all other arms.
 */
export const sLearner: Learner<Lesson> = {
  fits: () => 1,
  async learn(lesson) {
    const frame = withTreatment(lesson.frame, lesson.treatment, lesson.treatments, lesson.dense);
    const outcome = await lesson.fitClass(frame, lesson.label, lesson.weight, 'outcome by treatment');
    return { [lesson.dense ? 'crossed' : 'outcome']: outcome };
  },
  async predict(model, frame): Promise<Effects> {
    const treatments = model.shares.length - 1;
    const crossed = model.parts.crossed !== undefined;
    const outcome = part(model, crossed ? 'crossed' : 'outcome');
    const [natural = new Float64Array(), ...treated] = await Promise.all(
      model.shares.map((_, arm) =>
        outcome.score(withTreatment(frame, new Uint8Array(frame.rows).fill(arm), treatments, crossed)),
      ),
    );
    return { natural, effects: treated.map((scores) => scores.map((score, row) => score - (natural[row] ?? NaN))) };
  },
};

/** The frame with the treatment as a category and, where asked for, every feature once more for each treatment. */
function withTreatment(frame: RawFrame, arms: Uint8Array, treatments: number, crossed: boolean): RawFrame {
  const numbers = Array.from({ length: treatments }, (_, index) => index + 1);
  const categories = ['none', ...numbers.map(String)];
  const treatment: FeatureColumn = { name: 'treatment: ', type: 'category', codes: Int32Array.from(arms), categories };
  const crossings = crossed ? numbers.flatMap((arm) => frame.columns.map((column) => cross(column, arms, arm))) : [];
  return { kind: 'raw', rows: frame.rows, columns: [...frame.columns, treatment, ...crossings] };
}

function cross(column: FeatureColumn, arms: Uint8Array, arm: number): FeatureColumn {
  const name = `treatment: ${arm}, ${column.name}`;
  if (column.type === 'number') {
    return { name, type: 'number', values: column.values.map((value, row) => (arms[row] === arm ? value : NaN)) };
  }
  return { ...column, name, codes: column.codes.map((code, row) => (arms[row] === arm ? code : -1)) };
}
