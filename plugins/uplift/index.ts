import { defineScorer, type RawFrame, type TrainingRun, type TrainingSet } from '#sdk';
import { classTransformation } from './class-transformation.js';
import { doublyRobust } from './doubly-robust.js';
import { prepareLesson } from './lesson.js';
import { load, type Model, save } from './model.js';
import { type Options, options } from './options.js';
import { writeOutcomes, writeValues } from './outcomes.js';
import { sLearner } from './s-learner.js';
import { tLearner } from './t-learner.js';
import { xLearner } from './x-learner.js';

const LEARNERS = {
  s: sLearner,
  t: tLearner,
  x: xLearner,
  'class-transformation': classTransformation,
  'doubly-robust': doublyRobust,
} as const;

export default defineScorer({ options, input: 'raw', train, save, load, score });

async function train(set: TrainingSet<RawFrame>, chosen: Options, run: TrainingRun): Promise<Model> {
  const learner = LEARNERS[chosen.learner];
  const lesson = await prepareLesson(set, chosen, run, learner.fits);
  const { shares, values } = lesson;
  return { learner: chosen.learner, shares, values, parts: await learner.learn(lesson) };
}

async function score(model: Model, frame: RawFrame, out: Float64Array): Promise<void> {
  const effects = await LEARNERS[model.learner].predict(model, frame);
  if (model.values) writeValues(effects, out);
  else writeOutcomes(effects, out);
}
